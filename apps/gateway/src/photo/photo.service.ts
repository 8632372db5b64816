export class PhotoService {}
