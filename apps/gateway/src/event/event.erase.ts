export class EventErase {}
