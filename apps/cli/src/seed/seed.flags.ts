/** @module What `visage seed` is asked for. */

export interface SeedFlags {
  photos: number;
  people: number;
  guests: number;
  seed: number;
  name: string;
  owner: string;
  data?: string;
}
