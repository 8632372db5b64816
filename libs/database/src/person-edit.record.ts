/** @module A correction of people as it is kept: what it says to people, and what undoing restores. */
import type { PersonEdit } from '@visage/contracts/person.contract';
import { z } from 'zod';

/** In the column `detail`. */
export const editDetailSchema = z.object({
  personId: z.string(),
  name: z.string().nullable(),
  newName: z.string().nullable().default(null),
  count: z.number().int().default(0),
});
export type EditDetail = z.input<typeof editDetailSchema>;

const personBeforeSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  coverFaceId: z.string().nullable(),
  coverChosen: z.boolean(),
  hiddenAt: z.coerce.date().nullable(),
});

/** In the column `before`: people as they were, and whose the moved faces were. */
export const editBeforeSchema = z.object({
  people: z.array(personBeforeSchema),
  faces: z.array(z.object({ id: z.string(), personId: z.string() })),
});
export type EditBefore = z.infer<typeof editBeforeSchema>;

export interface PersonEditRow {
  id: string;
  kind: PersonEdit['kind'];
  detail: unknown;
  createdAt: Date;
  undoneAt: Date | null;
  user: { name: string } | null;
}

export function toPersonEdit({ id, kind, detail, createdAt, undoneAt, user }: PersonEditRow): PersonEdit {
  return {
    ...{ id, kind, ...editDetailSchema.parse(detail), by: user?.name ?? null },
    createdAt: createdAt.toISOString(),
    undoneAt: undoneAt?.toISOString() ?? null,
  };
}
