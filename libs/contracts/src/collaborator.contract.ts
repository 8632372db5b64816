/** @module Collaborators: those who help the organizer of an event. They see and sort everything, and share nothing. */
import { z } from 'zod';
import { passwordLinkSchema } from './user.contract.js';

export const collaboratorSchema = z.object({
  userId: z.uuid(),
  email: z.email(),
  name: z.string(),
  addedAt: z.iso.datetime(),
  /** The account was made for this event, and nobody has set its password: adding them again makes a new link. */
  invited: z.boolean(),
});
export type Collaborator = z.infer<typeof collaboratorSchema>;

/** In the order they were added. */
export const collaboratorsSchema = z.object({ collaborators: z.array(collaboratorSchema) });
export type Collaborators = z.infer<typeof collaboratorsSchema>;

export const collaboratorAddSchema = z.object({
  email: z.email('This is not an e-mail address.').max(254),
  /** For the account that is made where there is none; needed only then. */
  name: z.string().trim().min(1, 'Say the name of the person.').max(200).optional(),
});
export type CollaboratorAdd = z.infer<typeof collaboratorAddSchema>;

/** The link sets the password of an account that was made for this; null where the person had one. */
export const collaboratorAddedSchema = z.object({
  collaborator: collaboratorSchema,
  passwordLink: passwordLinkSchema.nullable(),
});
export type CollaboratorAdded = z.infer<typeof collaboratorAddedSchema>;
