/** @module A correction of people as it is kept: what it says to people, and what undoing restores. */
import type { PersonEdit } from '@visage/contracts/person.contract';
import { boxSchema } from '@visage/contracts/geometry.contract';
import { personAppearanceSchema } from '@visage/contracts/person.contract';
import { z } from 'zod';
import { followedSchema } from './person.heir.js';

/** In the column `detail`. */
export const editDetailSchema = z.object({
  personId: z.string().nullable(),
  name: z.string().nullable(),
  newName: z.string().nullable().default(null),
  count: z.number().int().default(0),
  /** The face that a guest spoke of; of a drawn box, the id that a face found there later takes the place of. */
  faceId: z.string().nullable().default(null),
  /** Drawn by a guest where no face was found, as versions before wrote it; by now it is sealed, in the column `place`. */
  box: boxSchema.nullable().default(null),
  /** A person whom a guest is not, whatever photos of them come. */
  strangerId: z.string().nullable().default(null),
});
export type EditDetail = z.input<typeof editDetailSchema>;

const personBeforeSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  coverFaceId: z.string().nullable(),
  coverChosen: z.boolean(),
  hiddenAt: z.coerce.date().nullable(),
  appearance: personAppearanceSchema.default('open'),
  seesOwn: z.boolean().default(false),
});

/**
 * In the column `before`: people as they were, whose the moved faces were, and with whom the moved links were. What undoing
 * finds changed since is not its to restore.
 */
export const editBeforeSchema = z.object({
  people: z.array(personBeforeSchema),
  faces: z.array(
    z.object({
      id: z.string(),
      personId: z.string(),
      /** Whose the face became; older rows of organizers' corrections do not tell. */
      to: z.string().optional(),
    }),
  ),
  links: z.array(z.object({ id: z.string(), personId: z.string() })).default([]),
  /** What of the first person was changed, and to what; older rows do not tell. */
  after: personBeforeSchema
    .pick({ name: true, coverFaceId: true, hiddenAt: true })
    .extend({ appearance: personAppearanceSchema, seesOwn: z.boolean() })
    .partial()
    .default({}),
  /** What went on with the person that others became. */
  followed: followedSchema.optional(),
});
export type EditBefore = z.infer<typeof editBeforeSchema>;

export interface PersonEditRow {
  id: string;
  kind: PersonEdit['kind'];
  detail: unknown;
  /** Sealed; of a drawn box. */
  place: Uint8Array | null;
  createdAt: Date;
  undoneAt: Date | null;
  photoId: string | null;
  waiting: boolean;
  user: { name: string } | null;
  guest: { name: string | null; companionOf: { name: string | null } | null } | null;
}

/** To ask the database for, with a row. */
export const withAuthor = {
  user: { select: { name: true } },
  guest: { select: { name: true, companionOf: { select: { name: true } } } },
} as const;

export function toPersonEdit(row: PersonEditRow): PersonEdit {
  const { id, kind, detail, place, createdAt, undoneAt, photoId, waiting, user, guest } = row;
  const { personId, name, newName, count, faceId, box } = editDetailSchema.parse(detail);
  return {
    ...{ id, kind, personId, name, newName, count, photoId, waiting },
    faceId: place || box ? null : faceId,
    // what a family calls somebody is for the family alone
    by: user?.name ?? (guest?.companionOf ?? guest)?.name ?? null,
    createdAt: createdAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  };
}
