export class UploadService {}
