/** @module A person of an event: a group of faces, perhaps with a name. */
import { z } from 'zod';

export const personSchema = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  /** Face whose crop stands for the person. */
  coverFaceId: z.uuid().nullable(),
  photos: z.number().int(),
  faces: z.number().int(),
});
export type Person = z.infer<typeof personSchema>;

export const peopleSchema = z.object({ people: z.array(personSchema) });
export type People = z.infer<typeof peopleSchema>;

export const personUpdateSchema = z.object({ name: z.string().trim().max(200).nullable() });
export type PersonUpdate = z.infer<typeof personUpdateSchema>;
