/** @module Users as administrators manage them: roles, quotas, links that set a password. */
import { z } from 'zod';
import { userRoleSchema, userSchema } from './session.contract.js';

/** NIST SP 800-63B, 5.1.1.2: at least 8 characters. */
export const USER_PASSWORD_MIN_LENGTH = 8;
export const newPasswordSchema = z
  .string()
  .min(USER_PASSWORD_MIN_LENGTH, `The password needs at least ${USER_PASSWORD_MIN_LENGTH} characters.`)
  .max(1024);

/** 2^50 bytes, a petabyte: far above any disk, far below where numbers lose precision. */
const quotaBytesSchema = z
  .number()
  .int()
  .min(0)
  .max(2 ** 50);
const quotaEventsSchema = z.number().int().min(0).max(1_000_000);

export const managedUserSchema = z.object({
  ...userSchema.omit({ helpsWith: true }).shape,
  createdAt: z.iso.datetime(),
  /** Unable to sign in since then; null = able to. */
  disabledAt: z.iso.datetime().nullable(),
  /** Limit on the originals in all events of the user, in bytes; null = no limit. */
  quotaBytes: z.number().int().nullable(),
  /** Limit on simultaneous events; null = no limit. */
  quotaEvents: z.number().int().nullable(),
  usedBytes: z.number().int(),
  events: z.number().int(),
});
export type ManagedUser = z.infer<typeof managedUserSchema>;
export const managedUsersSchema = z.object({ users: z.array(managedUserSchema) });
export type ManagedUsers = z.infer<typeof managedUsersSchema>;

/** Without a password the user gets a link to set one. */
export const userCreateSchema = z.object({
  email: z.email('This is not an e-mail address.').max(254),
  name: z.string().trim().min(1).max(200),
  role: userRoleSchema.default('organizer'),
  password: newPasswordSchema.optional(),
});
export type UserCreate = z.infer<typeof userCreateSchema>;

/** Absent fields stay unchanged. */
export const userUpdateSchema = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  role: userRoleSchema.optional(),
  disabled: z.boolean().optional(),
  quotaBytes: quotaBytesSchema.nullable().optional(),
  quotaEvents: quotaEventsSchema.nullable().optional(),
});
export type UserUpdate = z.infer<typeof userUpdateSchema>;

/** Valid once, until then; it is shown only this one time. */
export const passwordLinkSchema = z.object({ url: z.string(), expiresAt: z.iso.datetime() });
export type PasswordLink = z.infer<typeof passwordLinkSchema>;

/** The link is null if a password was given. */
export const userMadeSchema = z.object({
  user: managedUserSchema,
  passwordLink: passwordLinkSchema.nullable(),
});
export type UserMade = z.infer<typeof userMadeSchema>;

/** The user whose password a link sets. */
export const passwordLinkOwnerSchema = z.object({ email: z.email(), name: z.string() });
export type PasswordLinkOwner = z.infer<typeof passwordLinkOwnerSchema>;

export const passwordSetSchema = z.object({ password: newPasswordSchema });
export type PasswordSet = z.infer<typeof passwordSetSchema>;
