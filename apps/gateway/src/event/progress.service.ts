export class ProgressService {}
