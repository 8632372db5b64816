/** @module The Google client of this server, as its administrator enters it. Secrets go in and never come out. */
import { z } from 'zod';

/**
 * `environment`: set by GOOGLE_CLIENT_ID or GOOGLE_SERVICE_ACCOUNT, which take precedence over what is entered here.
 */
const from = z.enum(['environment', 'page']);

export const googleSetupSchema = z.object({
  client: z.object({ clientId: z.string(), from }).nullable(),
  /** Folders are shared with its address. */
  serviceAccount: z.object({ email: z.string(), from }).nullable(),
  /** The address to register with Google. */
  redirectUri: z.string(),
});
export type GoogleSetup = z.infer<typeof googleSetupSchema>;

export const googleClientInputSchema = z.object({
  clientId: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\w.-]+$/, 'This is not a client id: it looks like 1234-abc.apps.googleusercontent.com.'),
  clientSecret: z.string().trim().min(6, 'This is not a client secret.').max(200),
});
export type GoogleClientInput = z.infer<typeof googleClientInputSchema>;

export const serviceAccountInputSchema = z.object({
  /** The JSON file as Google's console writes it. */
  key: z.string().trim().min(1).max(10_000),
});
export type ServiceAccountInput = z.infer<typeof serviceAccountInputSchema>;
