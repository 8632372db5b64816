/** @module The options of `visage sort` as parsed. */
import type { CareLevel } from '@visage/clustering/linkage/care.level';

export interface SortOptions {
  out?: string;
  /** Likeness, -1..1; if given, it is the same for every folder. */
  threshold?: number;
  /** How careful to be if no threshold is given; default `balanced`. */
  care?: CareLevel;
  model?: string;
  secondOpinion?: string;
  minPhotos: number;
  references?: string;
  threads?: number;
  /** Whether folders and photos that were deleted by hand are made again. */
  again?: boolean;
  json?: boolean;
}
