export class PersonService {}
