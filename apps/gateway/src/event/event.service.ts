export class EventService {}
