export class HealthService {}
