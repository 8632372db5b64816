export class ShareService {}
