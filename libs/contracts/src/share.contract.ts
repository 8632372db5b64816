/** @module A share: access attributes behind one or more QR codes. */
import { z } from 'zod';
import { printLanguageSchema } from './print.texts.js';

export const shareScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('gallery') }),
  z.object({ kind: z.literal('albums'), albumIds: z.array(z.uuid()).min(1) }),
  z.object({ kind: z.literal('own-photos') }),
  z.object({ kind: z.literal('person'), personId: z.uuid() }),
]);
export type ShareScope = z.infer<typeof shareScopeSchema>;

export const shareRightsSchema = z.object({
  view: z.boolean(),
  selfie: z.boolean(),
  preview: z.boolean(),
  original: z.boolean(),
  zip: z.boolean(),
  upload: z.boolean(),
  metadata: z.boolean(),
});
export type ShareRights = z.infer<typeof shareRightsSchema>;

/** Instants as ISO 8601 UTC; null = no limit. */
export const shareLimitsSchema = z.object({
  from: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  passwordRequired: z.boolean(),
  maxGuests: z.number().int().positive().nullable(),
  approvalRequired: z.boolean(),
  revokedAt: z.iso.datetime().nullable(),
});
export type ShareLimits = z.infer<typeof shareLimitsSchema>;

export const sharePresentationSchema = z.object({ watermark: z.boolean(), hideLocation: z.boolean() });
export type SharePresentation = z.infer<typeof sharePresentationSchema>;

export const shareAttributesSchema = z.object({
  scope: shareScopeSchema,
  rights: shareRightsSchema,
  limits: shareLimitsSchema,
  presentation: sharePresentationSchema,
});
export type ShareAttributes = z.infer<typeof shareAttributesSchema>;

/** Safe defaults: own photos only, no upload, location hidden; the expiry is set when the share is made. */
export const DEFAULT_SHARE_RIGHTS: ShareRights = {
  view: true,
  selfie: true,
  preview: true,
  original: true,
  zip: true,
  upload: false,
  metadata: false,
};
export const DEFAULT_SHARE_DAYS = 90;

/** What a new share gets if its organizer says nothing; for the whole deployment. */
export const shareDefaultsSchema = z.object({
  rights: shareRightsSchema,
  presentation: sharePresentationSchema,
  /** Days until a new share ends; null = never. */
  days: z.number().int().min(1).max(3650).nullable(),
  approvalRequired: z.boolean(),
});
export type ShareDefaults = z.infer<typeof shareDefaultsSchema>;

/** Used while no administrator has set others. */
export const SAFE_SHARE_DEFAULTS: ShareDefaults = {
  rights: DEFAULT_SHARE_RIGHTS,
  presentation: { watermark: false, hideLocation: true },
  days: DEFAULT_SHARE_DAYS,
  approvalRequired: false,
};

export const SHARE_PASSWORD_MIN_LENGTH = 6;

const shareSettings = {
  /** Null = open from now on. */
  from: z.iso.datetime().nullable().optional(),
  /** Null = never expires. */
  until: z.iso.datetime().nullable().optional(),
  /** Asked before anything is shown; null = none. It is never returned. */
  password: z.string().min(SHARE_PASSWORD_MIN_LENGTH).max(200).nullable().optional(),
  /** Over all codes of the share; null = any number. */
  maxGuests: z.number().int().min(1).max(1_000_000).nullable().optional(),
  /** Guests wait until the organizer lets them in. */
  approvalRequired: z.boolean().optional(),
  /** A watermark removes the rights to originals and archives, unless they are given along with it. */
  presentation: sharePresentationSchema.partial().optional(),
};
const shareNameSchema = z.string().trim().min(1).max(200);

/** Without `until`, a share ends after the default number of days. */
export const shareCreateSchema = z.object({
  name: shareNameSchema.default('Guests'),
  scope: shareScopeSchema.default({ kind: 'own-photos' }),
  rights: shareRightsSchema.partial().default({}),
  ...shareSettings,
});
export type ShareCreate = z.infer<typeof shareCreateSchema>;

/** Absent fields stay unchanged. */
export const shareUpdateSchema = z.object({
  name: shareNameSchema.optional(),
  scope: shareScopeSchema.optional(),
  rights: shareRightsSchema.partial().optional(),
  ...shareSettings,
});
export type ShareUpdate = z.infer<typeof shareUpdateSchema>;

/** Somebody who joined, as shown to the organizer: never whom the selfie matched. */
export const shareGuestSchema = z.object({
  id: z.uuid(),
  /** As the guest entered it; null if none was asked for. */
  name: z.string().nullable(),
  codeId: z.uuid(),
  codeLabel: z.string(),
  state: z.enum(['waiting', 'admitted', 'refused']),
  /** How many others share the guest's phone; who they are is the guest's alone. */
  companions: z.number().int(),
  joinedAt: z.iso.datetime(),
});
export type ShareGuest = z.infer<typeof shareGuestSchema>;
/** Those waiting come first, the longest-waiting at the top. */
export const shareGuestsSchema = z.object({ guests: z.array(shareGuestSchema) });
export type ShareGuests = z.infer<typeof shareGuestsSchema>;

/** What a code takes away from its share: rights set to false, an earlier end. It never adds any. */
export const shareCodeLimitsSchema = z.object({
  rights: shareRightsSchema.partial(),
  /** Null = as long as the share. */
  until: z.iso.datetime().nullable(),
});
export type ShareCodeLimits = z.infer<typeof shareCodeLimitsSchema>;

export const shareCodeSchema = z.object({
  id: z.uuid(),
  label: z.string(),
  /** Address the QR code holds. */
  url: z.string(),
  /** For those who cannot scan: typed at `/g`. */
  shortCode: z.string(),
  ...shareCodeLimitsSchema.shape,
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  guests: z.number().int(),
  /** How often its page was opened. */
  opens: z.number().int(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ShareCode = z.infer<typeof shareCodeSchema>;

export const shareSchema = z.object({
  id: z.uuid(),
  eventId: z.uuid(),
  name: z.string(),
  attributes: shareAttributesSchema,
  createdAt: z.iso.datetime(),
  codes: z.array(shareCodeSchema),
});
export type Share = z.infer<typeof shareSchema>;
export const sharesSchema = z.object({ shares: z.array(shareSchema) });

export type Shares = z.infer<typeof sharesSchema>;

/** What who helps with an event sees of its shares: that there are some, and no way in. */
export const shareOverviewSchema = z.object({
  shares: z.array(
    shareSchema.pick({ id: true, name: true }).extend({
      /** False once it was revoked, or has ended. */
      open: z.boolean(),
      guests: z.number().int(),
    }),
  ),
});
export type ShareOverview = z.infer<typeof shareOverviewSchema>;

/** How many codes gave their place to new ones. */
export const codesRenewedSchema = z.object({ codes: z.number().int() });
export type CodesRenewed = z.infer<typeof codesRenewedSchema>;

/** A decision of the access rules, as the guest is told it. */
export const shareDecisionSchema = z.object({ allowed: z.boolean(), reason: z.string(), text: z.string() });
export type ShareDecision = z.infer<typeof shareDecisionSchema>;

/** What can be asked about whoever holds a code: entering, and each action on photos. */
export const viewActionSchema = z.enum([
  'event.join',
  'event.selfie',
  'photo.view',
  'photo.preview',
  'photo.original',
  'photo.metadata',
  'zip.create',
]);
export type ViewAction = z.infer<typeof viewActionSchema>;

export const viewAsQuerySchema = z.object({
  /** A guest of this code; absent = somebody who just scanned it. */
  guestId: z.uuid().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(48),
});
export type ViewAsQuery = z.infer<typeof viewAsQuerySchema>;

/** The event as a code shows it: every photo, with why it is shown or not. */
export const viewAsSchema = z.object({
  actions: z.array(z.object({ action: viewActionSchema, decision: shareDecisionSchema })),
  presentation: sharePresentationSchema,
  photos: z.array(z.object({ id: z.uuid(), fileName: z.string(), decision: shareDecisionSchema })),
  nextCursor: z.string().nullable(),
});
export type ViewAs = z.infer<typeof viewAsSchema>;

/** In which language it is printed, and whether with a line for those who do not want to be shown. */
export const cardsQuerySchema = z.object({
  language: printLanguageSchema.default('en'),
  objection: z.stringbool().default(false),
});
export type CardsQuery = z.infer<typeof cardsQuerySchema>;
export const posterQuerySchema = cardsQuerySchema.extend({ size: z.enum(['a4', 'a6']).default('a4') });
export type PosterQuery = z.infer<typeof posterQuerySchema>;

const codeLabelSchema = z.string().trim().min(1).max(200);
export const shareCodeCreateSchema = z.object({
  label: codeLabelSchema,
  ...shareCodeLimitsSchema.partial().shape,
});
export type ShareCodeCreate = z.infer<typeof shareCodeCreateSchema>;

export const MAX_CODES_AT_ONCE = 200;
/** One code per label, in this order; all of them with the same limits. */
export const shareCodesCreateSchema = z.object({
  labels: z.array(codeLabelSchema).min(1).max(MAX_CODES_AT_ONCE),
  ...shareCodeLimitsSchema.partial().shape,
});
export type ShareCodesCreate = z.infer<typeof shareCodesCreateSchema>;
export const shareCodesSchema = z.object({ codes: z.array(shareCodeSchema) });
export type ShareCodes = z.infer<typeof shareCodesSchema>;

/** Absent fields stay unchanged. */
export const shareCodeUpdateSchema = z.object({
  label: codeLabelSchema.optional(),
  ...shareCodeLimitsSchema.partial().shape,
});
export type ShareCodeUpdate = z.infer<typeof shareCodeUpdateSchema>;
