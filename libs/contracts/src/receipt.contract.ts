/**
 * @module The receipt of an erasure: what is gone, when, and how much of it. It names nobody: ids and numbers alone, signed by the
 * installation (Ed25519, RFC 8032) over its canonical JSON (RFC 8785).
 */
import { z } from 'zod';
import { printLanguageSchema } from './print.texts.js';

/** What was erased. `photos` = photos of an event, for good. */
export const receiptSubjectSchema = z.enum(['guest', 'companion', 'event', 'photos', 'user']);
export type ReceiptSubject = z.infer<typeof receiptSubjectSchema>;

/** What is counted, each as rows that went; `keys` are data keys of events, `namelessPhotos` stay and say no more who sent them. */
export const receiptCountSchema = z.enum([
  'people',
  'faces',
  'photos',
  'namelessPhotos',
  'albums',
  'shares',
  'codes',
  'guests',
  'companions',
  'consents',
  'matches',
  'keptSelfies',
  'shownPhotos',
  'statements',
  'uploads',
  'archives',
  'driveConnections',
  'driveRuns',
  'corrections',
  'objections',
  'collaborators',
  'sessions',
  'auditLines',
  'keys',
]);
export type ReceiptCount = z.infer<typeof receiptCountSchema>;

/** Kinds of which nothing was there are left out. */
export const receiptCountsSchema = z.partialRecord(receiptCountSchema, z.number().int().min(1));
export type ReceiptCounts = z.infer<typeof receiptCountsSchema>;

export const RECEIPT_FORM = 'visage-receipt-1';

/** What is signed. */
export const receiptBodySchema = z.strictObject({
  form: z.literal(RECEIPT_FORM),
  id: z.uuid(),
  what: receiptSubjectSchema,
  /** The guest, the event (also of photos) or the user, as they were called here. */
  subjectId: z.uuid(),
  /** Null for a user. */
  eventId: z.uuid().nullable(),
  /** When the last of it was gone. */
  erasedAt: z.iso.datetime(),
  counts: receiptCountsSchema,
  /** Versions of the wording that those who are forgotten had agreed to. */
  textVersions: z.array(z.string().min(1).max(40)).max(100),
  installation: z.uuid(),
  /** Which key of the installation signs: the beginning of the SHA-256 of its SPKI DER. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
});
export type ReceiptBody = z.infer<typeof receiptBodySchema>;

/** The signature is 64 bytes in base64. */
export const receiptSchema = receiptBodySchema.extend({
  signature: z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** A receipt, and the address of the page that checks it: it stands behind the `#`, which is sent to nobody. */
export const issuedReceiptSchema = z.object({ receipt: receiptSchema, url: z.string() });
export type IssuedReceipt = z.infer<typeof issuedReceiptSchema>;
/** What an erasure is answered with; null where nothing was there any more. */
export const erasureAnswerSchema = z.object({ receipt: issuedReceiptSchema.nullable() });
export type ErasureAnswer = z.infer<typeof erasureAnswerSchema>;
/** Newest first. */
export const issuedReceiptsSchema = z.object({ receipts: z.array(issuedReceiptSchema) });
export type IssuedReceipts = z.infer<typeof issuedReceiptsSchema>;

export const receiptKeysSchema = z.object({
  installation: z.uuid(),
  /** The newest first; it signs. Older ones stay, for the receipts that they signed. */
  keys: z.array(
    z.object({
      id: z.string(),
      /** SPKI in PEM (RFC 7468). */
      publicKey: z.string(),
      since: z.iso.datetime(),
    }),
  ),
});
export type ReceiptKeys = z.infer<typeof receiptKeysSchema>;

/** A receipt as somebody has it: its JSON, or what stands behind the `#` of its address. */
const receiptTextSchema = z.string().min(1).max(20_000);
export const receiptCheckSchema = z.object({ text: receiptTextSchema });
export type ReceiptCheck = z.infer<typeof receiptCheckSchema>;

/**
 * `genuine`: this installation signed it, and nothing of it has changed. `changed`: something has. `foreign`: a key signed it that is
 * none of this installation's. `unreadable`: it is no receipt.
 */
export const receiptVerdictSchema = z.object({
  outcome: z.enum(['genuine', 'changed', 'foreign', 'unreadable']),
  /** Null if it is unreadable. */
  issued: issuedReceiptSchema.nullable(),
});
export type ReceiptVerdict = z.infer<typeof receiptVerdictSchema>;

/** What stands behind the `#` of the receipt's address, and the language to print it in. */
export const receiptPdfQuerySchema = z.object({
  receipt: receiptTextSchema,
  language: printLanguageSchema.default('en'),
});
export type ReceiptPdfQuery = z.infer<typeof receiptPdfQuerySchema>;
