/** @module Which imports and exports are still to end. */

export const UNFINISHED = { in: ['pending' as const, 'running' as const] };
