/** @module The options of `visage sort` as parsed. */

export interface SortOptions {
  out?: string;
  /** Cosine similarity, -1..1. */
  threshold?: number;
  model?: string;
  minPhotos: number;
  references?: string;
  threads?: number;
  json?: boolean;
}
