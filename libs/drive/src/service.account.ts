/** @module The Google service account whose key the administrator enters (JSON as Google's console writes it). */
import { z } from 'zod';

export const serviceAccountSchema = z.object({
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
});
export type ServiceAccount = z.infer<typeof serviceAccountSchema>;
