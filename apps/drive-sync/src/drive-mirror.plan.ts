/** @module What a run has to do: the rules of libs/drive, asked for every photo of a mirror. */
import type { Denied } from '@visage/access/access.reason';
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import type { AlbumPhoto } from '@visage/database/album/album-photo.listing';
import type { ItemPatch, MirrorItem } from '@visage/database/drive/drive-mirror-item.repository';
import type { PlannedLine } from '@visage/database/drive/drive-mirror-line.repository';
import {
  decideMirror,
  settledBase,
  type DriveView,
  type MirrorStep,
  type MirrorSubject,
  type VisageView,
} from '@visage/drive/mirror.rules';

export interface PlannedWork {
  item: MirrorItem;
  /** The photo in the album. */
  photo: AlbumPhoto | null;
  steps: MirrorStep[];
  /** It goes because it shows somebody who is withheld. */
  withheld: boolean;
}

export interface MirrorPlan {
  work: PlannedWork[];
  /** Nothing to do but to remember that both sides are as they should be. */
  settled: { id: string; patch: ItemPatch }[];
  notes: PlannedLine[];
  /** Photos that are on both sides. */
  linked: number;
}

export interface MirrorSituation {
  direction: MirrorDirection;
  items: readonly MirrorItem[];
  photos: readonly AlbumPhoto[];
  /** Photos that may not leave now. */
  denials: ReadonlyMap<string, Denied>;
  now: Date;
}

/** Pure. */
export function planMirror({ direction, items, photos, denials, now }: MirrorSituation): MirrorPlan {
  const photoById = new Map(photos.map((photo) => [photo.photoId, photo]));
  const plan: MirrorPlan = { work: [], settled: [], notes: [], linked: 0 };
  for (const item of items) {
    if (item.copyOf !== null) continue;
    if (item.drive && item.visage) plan.linked++;
    if (item.retryAt !== null && item.retryAt > now) continue;
    const photo = (item.photoId === null ? undefined : photoById.get(item.photoId)) ?? null;
    const denied = photo ? denials.get(photo.photoId) : undefined;
    const withheld = denied?.reason === 'withheld';
    // what may not leave yet stays here; only what shows somebody withheld is taken back
    if (denied && !withheld && item.visage === null && direction !== 'fromDrive') continue;
    planItem({ direction, item, photo, withheld }, items, plan);
  }
  return plan;
}

interface Considered {
  direction: MirrorDirection;
  item: MirrorItem;
  photo: AlbumPhoto | null;
  withheld: boolean;
}

function planItem(
  { direction, item, photo, withheld }: Considered,
  items: readonly MirrorItem[],
  plan: MirrorPlan,
): void {
  const subject = subjectOf(item, photo, withheld);
  const { steps, note } = decideMirror(direction, subject);
  const held = withheld && direction !== 'fromDrive' && !(direction === 'both' && item.origin === 'drive');
  const lost = subject.drive.at === 'lost' && item.drive !== null;
  const noted = lost ? 'lost' : held ? 'withheld' : null;
  const line = {
    itemId: item.id,
    name: item.name ?? photo?.name ?? '',
    fileId: item.fileId,
    photoId: item.photoId,
  };

  if (steps.length > 0) {
    const trashed = steps.some((step) => step.do === 'trash');
    plan.work.push({ item, photo, steps, withheld: held && trashed });
    // who takes a photo out means all of its copies
    const copies = trashed ? items.filter((copy) => copy.copyOf === item.id && copy.view === 'folder') : [];
    for (const copy of copies)
      plan.work.push({ item: copy, photo: null, steps: [{ do: 'trash' }], withheld: held });
    return;
  }
  if (note) plan.notes.push({ ...line, kind: note });
  if (noted !== null && noted !== item.noted) plan.notes.push({ ...line, kind: noted });
  if (item.noted === 'lost' && !lost && subject.drive.at === 'folder')
    plan.notes.push({ ...line, kind: 'found' });
  const base = settledBase(direction, subject);
  const patch: ItemPatch = {
    ...(differs(base.drive, item.drive) && { drive: base.drive }),
    ...(differs(base.visage, item.visage) && { visage: base.visage }),
    ...(noted !== item.noted && { noted }),
    ...(item.failure !== null && { failure: null, retryAt: null }),
  };
  if (Object.keys(patch).length > 0) plan.settled.push({ id: item.id, patch });
}

export function subjectOf(item: MirrorItem, photo: AlbumPhoto | null, withheld: boolean): MirrorSubject {
  const visage: VisageView = photo
    ? { at: withheld ? 'withheld' : 'album', name: photo.name, md5: photo.md5 }
    : { at: 'none' };
  return {
    origin: item.origin,
    base: { drive: item.drive, visage: item.visage },
    drive: driveViewOf(item),
    visage,
  };
}

function driveViewOf({ view, name, md5 }: MirrorItem): DriveView {
  switch (view) {
    case 'folder':
      return name === null || md5 === null ? { at: 'lost' } : { at: 'folder', name, md5 };
    case 'trash':
      return { at: 'trash', md5 };
    case 'none':
    case 'elsewhere':
    case 'lost':
      return { at: view };
  }
}

function differs(a: { name: string; md5: string } | null, b: { name: string; md5: string } | null): boolean {
  return a?.name !== b?.name || a?.md5 !== b?.md5;
}
