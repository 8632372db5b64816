/** @module How careful grouping is about putting two people together, in words. */

/** `careful` would rather leave a person in two groups, `generous` would rather let two people share one. */
export const CARE_LEVELS = ['careful', 'balanced', 'generous'] as const;
export type CareLevel = (typeof CARE_LEVELS)[number];
