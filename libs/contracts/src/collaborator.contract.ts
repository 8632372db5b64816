/**
 * @module Collaborators: those who help the organizer of an event. They see and sort everything, and share nothing.
 */
import { z } from 'zod';
import { passwordLinkSchema } from './user.contract.js';

export const collaboratorSchema = z.object({
  userId: z.uuid(),
  email: z.email(),
  name: z.string(),
  addedAt: z.iso.datetime(),
  /**
   * The account was created for this event, and nobody has set its password yet: adding them again makes a new link.
   */
  invited: z.boolean(),
});
export type Collaborator = z.infer<typeof collaboratorSchema>;

/** In the order they were added. */
export const collaboratorsSchema = z.object({ collaborators: z.array(collaboratorSchema) });
export type Collaborators = z.infer<typeof collaboratorsSchema>;

export const collaboratorAddSchema = z.object({
  email: z.email('This is not an e-mail address.').max(254),
  /** For a new account; needed only if there is none for this address. */
  name: z.string().trim().min(1, 'Give the name of the person.').max(200).optional(),
});
export type CollaboratorAdd = z.infer<typeof collaboratorAddSchema>;

/** The link sets the password of an account created just now; null if the person already had one. */
export const collaboratorAddedSchema = z.object({
  collaborator: collaboratorSchema,
  passwordLink: passwordLinkSchema.nullable(),
});
export type CollaboratorAdded = z.infer<typeof collaboratorAddedSchema>;
