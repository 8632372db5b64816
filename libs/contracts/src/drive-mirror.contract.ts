/** @module Mirrors: an album and a Drive folder that are kept in step. */
import { z } from 'zod';
import { DRIVE_ID } from './drive-import.contract.js';

/** Which side's changes travel to the other. */
export const mirrorDirectionSchema = z.enum(['fromDrive', 'toDrive', 'both']);
export type MirrorDirection = z.infer<typeof mirrorDirectionSchema>;

/**
 * - `checking`: finding out what would happen, without doing anything.
 * - `asking`: the list is ready and awaits an answer, because it is the first or because the brake stopped the run.
 * - `active`: changes travel, about once a minute.
 * - `paused`: somebody stopped it; `stopped`: something did, and `error` says what.
 */
export const mirrorStateSchema = z.enum(['checking', 'asking', 'active', 'paused', 'stopped']);
export type MirrorState = z.infer<typeof mirrorStateSchema>;

/**
 * What a mirror does, or has noticed. Steps: a photo comes in (`take`), gets new bytes (`replace`), leaves the album
 * (`leave`) or gets a new name (`renamePhoto`); a file is sent (`send`), put into the trash (`trash`), taken out of it
 * (`untrash`), renamed (`renameFile`), or left alone because somebody changed it in Drive (`separate`). The others are
 * notes and do nothing.
 */
export const mirrorStepSchema = z.enum([
  ...([
    'take',
    'replace',
    'leave',
    'renamePhoto',
    'send',
    'trash',
    'untrash',
    'renameFile',
    'separate',
  ] as const),
]);
export type MirrorStepKind = z.infer<typeof mirrorStepSchema>;
export const mirrorNoteSchema = z.enum(['lost', 'found', 'staysOut', 'notResent', 'withheld', 'copy']);
export type MirrorNoteKind = z.infer<typeof mirrorNoteSchema>;
export const mirrorLineKindSchema = z.enum([...mirrorStepSchema.options, ...mirrorNoteSchema.options]);
export type MirrorLineKind = z.infer<typeof mirrorLineKindSchema>;

/** `planned` and `approved` are still to come; `undoing` waits for the worker. */
export const mirrorLineStateSchema = z.enum([
  'planned',
  'approved',
  'doing',
  'done',
  'failed',
  'undoing',
  'undone',
]);
export type MirrorLineState = z.infer<typeof mirrorLineStateSchema>;

export const driveMirrorCreateSchema = z
  .object({
    direction: mirrorDirectionSchema,
    /** An existing album; absent = a new one named like the folder. */
    albumId: z.uuid().optional(),
    /** Absent = a new folder named like the album, created by Visage. */
    folder: z.object({ id: z.string().regex(DRIVE_ID), name: z.string().trim().min(1).max(500) }).optional(),
  })
  .refine(({ albumId, folder }) => albumId !== undefined || folder !== undefined, {
    path: ['albumId'],
    message: 'Choose an album, a folder, or both.',
  });
export type DriveMirrorCreate = z.infer<typeof driveMirrorCreateSchema>;

/**
 * `run` also answers the question with yes; `look` lists what would happen and does nothing; `check` checks at once
 * instead of at the next minute.
 */
export const driveMirrorUpdateSchema = z.object({ command: z.enum(['run', 'pause', 'look', 'check']) });
export type DriveMirrorUpdate = z.infer<typeof driveMirrorUpdateSchema>;

export const driveMirrorSchema = z.object({
  id: z.uuid(),
  album: z.object({ id: z.uuid(), name: z.string() }),
  /** Null until Visage has created it. */
  folderId: z.string().nullable(),
  folderName: z.string(),
  direction: mirrorDirectionSchema,
  state: mirrorStateSchema,
  /** While asking: this is the first list, the brake stopped the run, or somebody wanted to look. */
  asks: z.enum(['first', 'brake', 'look']).nullable(),
  error: z.string().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  counts: z.object({
    /** Photos that are on both sides. */
    linked: z.number().int(),
    /** No longer seen in Drive, although nobody said that they were deleted. */
    lost: z.number().int(),
    /** Not in Drive, because they show somebody who is hidden. */
    withheld: z.number().int(),
    failed: z.number().int(),
  }),
  /** While asking: how often each step would be taken. */
  plan: z.partialRecord(mirrorStepSchema, z.number().int()),
});
export type DriveMirror = z.infer<typeof driveMirrorSchema>;
export const driveMirrorsSchema = z.object({ mirrors: z.array(driveMirrorSchema) });
export type DriveMirrors = z.infer<typeof driveMirrorsSchema>;

export const driveMirrorLineSchema = z.object({
  id: z.uuid(),
  kind: mirrorLineKindSchema,
  state: mirrorLineStateSchema,
  /** Name of the photo or file at that time. */
  name: z.string(),
  /** The previous name, if it was renamed. */
  formerName: z.string().nullable(),
  /** Both sides had changed: the step follows the rule for conflicts. */
  conflict: z.boolean(),
  /** Why it failed or was noted, written for people. */
  reason: z.string().nullable(),
  at: z.iso.datetime(),
  undoable: z.boolean(),
});
export type DriveMirrorLine = z.infer<typeof driveMirrorLineSchema>;

export const driveMirrorLineQuerySchema = z.object({
  /** `plan` = what would happen; `history` = what did. */
  of: z.enum(['plan', 'history']).default('history'),
  /** Returns the page after this line. */
  after: z.uuid().optional(),
});
export type DriveMirrorLineQuery = z.infer<typeof driveMirrorLineQuerySchema>;
/** Path below the public address to which Google sends a notification when a mirrored Drive has changed. */
export const DRIVE_NOTES_PATH = '/api/drive/notes';

/** Newest first, 100 at a time. */
export const driveMirrorLinesSchema = z.object({ lines: z.array(driveMirrorLineSchema), more: z.boolean() });
export type DriveMirrorLines = z.infer<typeof driveMirrorLinesSchema>;
