export class SessionService {}
