/**
 * @module The steps of a mirror, each done once: what happens in Drive is written down before as begun, and its end together
 * with what it changed here. Every step may be done again, so a run that was killed takes up what had begun.
 */
import type { AlbumPhotoListing, AlbumPhoto } from '@visage/database/album/album-photo.listing';
import type {
  DriveMirrorItemRepository,
  ItemPatch,
  ItemSide,
  MirrorItem,
  SeenFile,
  StepEnd,
} from '@visage/database/drive/drive-mirror-item.repository';
import type {
  DriveMirrorLineRepository,
  PlannedLine,
} from '@visage/database/drive/drive-mirror-line.repository';
import { DriveFileError, statusOf } from '@visage/drive/drive.fault';
import type { DrivePacer } from '@visage/drive/drive.pacer';
import type { DriveWatcher } from '@visage/drive/drive.watcher';
import type { DriveWriter } from '@visage/drive/drive.writer';
import type { Denied } from '@visage/access/access.reason';
import type { MirrorStep } from '@visage/drive/mirror.rules';
import { seenFile } from './drive-mirror.observe.js';
import { MIRROR_MARK, type MirrorRun } from './drive-mirror.run.js';
import { sendOriginal, type SendingDependencies } from './original.send.js';
import { findOrFetchPhoto, type FetchDependencies } from './photo.fetch.js';
import { RunGoneError } from './run.error.js';
import { denialOf, type DriveExit } from '@visage/host/drive.exit';
import { AS_IT_IS, formOf } from '@visage/originals/original.form';
import type { TransferTurns } from './transfer.turns.js';

export type StepDependencies = FetchDependencies &
  SendingDependencies & {
    watcher: Pick<DriveWatcher, 'getFile'>;
    drive: Pick<DriveWriter, 'reserveIds' | 'update'>;
    pacer: Pick<DrivePacer, 'run'>;
    items: DriveMirrorItemRepository;
    lines: Pick<DriveMirrorLineRepository, 'begin' | 'fail' | 'forget' | 'note'>;
    albumPhotos: Pick<AlbumPhotoListing, 'find'>;
    exit: DriveExit;
  };

export interface StepContext {
  run: MirrorRun;
  turns: TransferTurns;
  /** It goes because it shows somebody who is withheld. */
  withheld: boolean;
}

const NOT_FOUND = 404;

/** @returns the item as it is from now on; null when Drive shows something else by now, which the next run looks at. */
export async function doStep(
  step: MirrorStep,
  item: MirrorItem,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const line = lineOf(step, item);
  switch (step.do) {
    case 'take':
    case 'replace':
      return takeFile(step, item, line, context, dependencies);
    case 'leave':
      return finish(
        item,
        { leave: item.photoId, patch: { drive: null, visage: null }, line },
        context,
        dependencies,
      );
    case 'renamePhoto':
      return renamePhoto(step.name, item, line, context, dependencies);
    case 'send':
      return sendPhoto(item, line, context, dependencies);
    case 'trash':
      return trashFile(item, line, context, dependencies);
    case 'untrash':
      return untrashFile(item, line, context, dependencies);
    case 'renameFile':
      return renameFile(step.name, item, line, context, dependencies);
    case 'separate': {
      const patch = { ...NO_FILE, drive: null, visage: null, origin: 'visage' as const };
      return finish(item, { patch, line }, context, dependencies);
    }
  }
}

const NO_FILE: ItemPatch = { fileId: null, view: 'none', name: null, md5: null, bytes: null, revision: null };

/** As the step stands in the list, and in the history. */
export function lineOf(step: MirrorStep, item: MirrorItem, photo: AlbumPhoto | null = null): PlannedLine {
  const renamed = step.do === 'renamePhoto' || step.do === 'renameFile';
  const former =
    step.do === 'renamePhoto' ? (item.visage?.name ?? photo?.name ?? null) : (item.drive?.name ?? item.name);
  return {
    itemId: item.id,
    kind: step.do,
    name: renamed ? step.name : (item.name ?? item.visage?.name ?? photo?.name ?? ''),
    formerName: renamed ? former : null,
    conflict: step.conflict ?? false,
    fileId: item.fileId,
    photoId: item.photoId,
  };
}

async function finish(
  item: MirrorItem,
  end: StepEnd,
  { run }: StepContext,
  { items }: Pick<StepDependencies, 'items'>,
): Promise<MirrorItem> {
  const patch = { failure: null, retryAt: null, ...end.patch };
  await items.end(run, item.id, { ...end, patch });
  return { ...item, ...patch };
}

async function takeFile(
  step: MirrorStep & { do: 'take' | 'replace' },
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const { run, turns } = context;
  const file = sideOf(item);
  if (item.fileId === null || !file) throw new DriveFileError('Drive shows no bytes of this file.');
  const fileName = step.do === 'replace' ? step.name : file.name;
  const wanted = {
    eventId: run.eventId,
    fileName,
    driveFileId: item.fileId,
    sourceId: item.fileId,
    md5: file.md5,
    bytes: item.bytes,
  };
  const origin = await findOrFetchPhoto(wanted, turns, dependencies);
  if (!origin) throw new RunGoneError(run.id);
  const photo = await dependencies.albumPhotos.find(origin.id);
  if (!photo) return null;

  const old = step.do === 'replace' && item.photoId !== photo.photoId ? item.photoId : null;
  const others = (await dependencies.items.listOfPhoto(run.id, photo.photoId)).filter(
    (other) => other.id !== item.id && other.copyOf === null,
  );
  const owner = others.find((other) => other.view === 'folder' && other.md5 === file.md5);
  const drop = others.filter((other) => other !== owner).map((other) => other.id);
  const ends: StepEnd = owner
    ? {
        leave: old,
        drop,
        line,
        patch: { photoId: photo.photoId, copyOf: owner.id, drive: file, visage: null },
      }
    : {
        add: photo.photoId,
        leave: old,
        drop,
        line,
        patch: { photoId: photo.photoId, origin: 'drive', drive: file, visage: visageSide(photo) },
      };
  return finish(item, ends, context, dependencies);
}

async function renamePhoto(
  name: string,
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
) {
  const { photoId } = item;
  const photo = photoId === null ? null : await dependencies.albumPhotos.find(photoId);
  if (!photo) return null;
  const patch = { drive: sideOf(item), visage: { name, md5: photo.md5 } };
  const told = { ...line, formerName: photo.name };
  return finish(item, { rename: { photoId: photo.photoId, name }, patch, line: told }, context, dependencies);
}

async function sendPhoto(
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const { run } = context;
  const { pacer, drive, items, lines } = dependencies;
  const photo = item.photoId === null ? null : await dependencies.albumPhotos.find(item.photoId);
  if (!photo) return null;
  let id = item.view === 'none' ? item.fileId : null;
  const lineId = await lines.begin(run.id, { ...line, name: photo.name });
  const denied = await pacer.run(async () => {
    const hindrance = await denialOf(dependencies.exit, photo.photoId);
    if (hindrance) return hindrance;
    if (id === null) {
      [id = null] = await drive.reserveIds(1);
      if (id === null) throw new Error('Drive gave no id for this photo.');
      await items.patch(item.id, { ...NO_FILE, fileId: id });
    }
    const appProperties = { [MIRROR_MARK.mirror]: run.id, [MIRROR_MARK.photo]: photo.photoId };
    const { photoId, name, sha256, format } = photo;
    const form = formOf({ ...photo, blanks: null, blur: null }, AS_IT_IS); // mirrors are the organizers'
    const original = {
      ...{ id, eventId: run.eventId, photoId, name, parentId: run.folderId },
      ...{ sha256, form, format, appProperties },
    };
    if (await sendOriginal(original, dependencies)) return null;
    id = null;
    throw new Error(`${name} did not arrive whole: Drive's MD5 of it differs.`);
  });
  if (denied) {
    await lines.forget(lineId);
    return keep(item, { ...line, name: photo.name }, denied, context, dependencies);
  }
  return finish(
    item,
    { patch: { fileId: id, ...sentPatch(photo) }, line: { id: lineId } },
    context,
    dependencies,
  );
}

/** What may not leave any more, though it was to: the history says why, and the next run decides anew. */
async function keep(
  item: MirrorItem,
  line: PlannedLine,
  { reason, text }: Denied,
  { run }: StepContext,
  { items, lines }: Pick<StepDependencies, 'items' | 'lines'>,
): Promise<null> {
  if (reason !== 'withheld') {
    await lines.fail(run.id, { ...line, reason: text });
    await items.patch(item.id, { failure: text, retryAt: null });
    return null;
  }
  if (item.noted !== 'withheld') await lines.note(run.id, [{ ...line, kind: 'withheld' }]);
  await items.patch(item.id, { noted: 'withheld' });
  return null;
}

/** Not if it is another file by now: that one was never looked at. */
async function trashFile(
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const { pacer, drive, lines } = dependencies;
  const { fileId } = item;
  if (fileId === null) return null;
  const now = await lookAgain(fileId, context, dependencies);
  if (!now || (now.view !== 'trash' && now.md5 !== item.md5)) return null;
  const reason = context.withheld ? 'It shows somebody who is withheld.' : null;
  const lineId = await lines.begin(context.run.id, { ...line, reason });
  if (now.view !== 'trash') await pacer.run(() => drive.update(fileId, { trashed: true }));
  return finish(item, { ...trashedEnd(item, context.withheld), line: { id: lineId } }, context, dependencies);
}

async function untrashFile(
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const { pacer, drive, lines, albumPhotos } = dependencies;
  const { fileId, photoId } = item;
  const photo = photoId === null ? null : await albumPhotos.find(photoId);
  const now = fileId === null ? null : await lookAgain(fileId, context, dependencies);
  if (fileId === null || !photo || !now || now.md5 !== photo.md5) return null;
  // what came from there has not left by being shown there again
  const denied = item.origin === 'visage' ? await denialOf(dependencies.exit, photo.photoId) : null;
  if (denied) return keep(item, line, denied, context, dependencies);
  const lineId = await lines.begin(context.run.id, line);
  await pacer.run(() => drive.update(fileId, { trashed: false }));
  const patch = untrashedPatch(now.name, photo);
  return finish(item, { patch, line: { id: lineId } }, context, dependencies);
}

async function renameFile(
  name: string,
  item: MirrorItem,
  line: PlannedLine,
  context: StepContext,
  dependencies: StepDependencies,
): Promise<MirrorItem | null> {
  const { pacer, drive, lines } = dependencies;
  const { fileId } = item;
  if (fileId === null) return null;
  const lineId = await lines.begin(context.run.id, line);
  await pacer.run(() => drive.update(fileId, { name }));
  return finish(item, { patch: renamedPatch(name, item), line: { id: lineId } }, context, dependencies);
}

export function sentPatch({ name, md5, bytes }: AlbumPhoto): ItemPatch {
  return { view: 'folder', name, md5, bytes, drive: { name, md5 }, visage: { name, md5 }, origin: 'visage' };
}

/** A copy in the trash stands for nothing any more. */
export function trashedEnd({ id, copyOf }: MirrorItem, withheld: boolean): Pick<StepEnd, 'patch' | 'drop'> {
  const patch: ItemPatch = {
    view: 'trash',
    drive: null,
    visage: null,
    ...(withheld && { noted: 'withheld' }),
  };
  return copyOf === null ? { patch } : { patch, drop: [id] };
}

export function untrashedPatch(name: string, photo: AlbumPhoto): ItemPatch {
  return { view: 'folder', name, drive: { name, md5: photo.md5 }, visage: visageSide(photo) };
}

export function renamedPatch(name: string, { md5, visage }: MirrorItem): ItemPatch {
  return {
    name,
    ...(md5 !== null && { drive: { name, md5 } }),
    ...(visage && { visage: { name, md5: visage.md5 } }),
  };
}

/** Null when the file is not to be seen. */
export async function lookAgain(
  fileId: string,
  { run }: Pick<StepContext, 'run'>,
  { pacer, watcher }: Pick<StepDependencies, 'pacer' | 'watcher'>,
): Promise<SeenFile | null> {
  try {
    return seenFile(fileId, await pacer.run(() => watcher.getFile(fileId)), run.folderId);
  } catch (error) {
    if (statusOf(error) === NOT_FOUND) return null;
    throw error;
  }
}

function sideOf({ name, md5 }: MirrorItem): ItemSide | null {
  return name === null || md5 === null ? null : { name, md5 };
}

function visageSide({ name, md5 }: AlbumPhoto): ItemSide {
  return { name, md5 };
}
