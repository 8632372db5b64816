export class FaceBytes {}
