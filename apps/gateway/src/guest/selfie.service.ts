export class SelfieService {}
