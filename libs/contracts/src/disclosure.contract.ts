/** @module "What do you hold of me?": all that is held of a guest or a user, as a ZIP. */
import { z } from 'zod';
import { printLanguageSchema } from './print.texts.js';

/** In which language its page for people is written. */
export const disclosureQuerySchema = z.object({ language: printLanguageSchema.default('en') });
export type DisclosureQuery = z.infer<typeof disclosureQuerySchema>;
