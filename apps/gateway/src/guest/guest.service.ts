export class GuestService {}
