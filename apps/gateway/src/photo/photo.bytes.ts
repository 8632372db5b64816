export class PhotoBytes {}
