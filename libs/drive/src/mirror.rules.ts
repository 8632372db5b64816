/**
 * @module The rules of a mirror: what both sides show of one photo, and what they were when they last agreed,
 * determine what is to be done. The table in MIRROR.md says the same in words.
 *
 * Only changes travel. A one-way mirror never undoes what somebody did on the side that it writes to, and a file that
 * Drive merely no longer shows is never taken for deleted.
 */
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';

/** The bytes and the name of a photo on one side. */
export interface MirrorSide {
  name: string;
  /** Lower-case hex. */
  md5: string;
}

export type DriveView =
  /** There is no file, and never was. */
  | { at: 'none' }
  | ({ at: 'folder' } & MirrorSide)
  /** The person's trash; its bytes are still known. */
  | { at: 'trash'; md5: string | null }
  /** Moved out of the folder. */
  | { at: 'elsewhere' }
  /** Not to be seen: deleted for good, access lost, or in a folder that is in the trash. Nobody can tell which. */
  | { at: 'lost' };

export type VisageView =
  /** Not in the album, or deleted. */
  | { at: 'none' }
  | ({ at: 'album' } & MirrorSide)
  /** In the album, but it must not leave the house: it shows somebody who is hidden. */
  | ({ at: 'withheld' } & MirrorSide);

/** Both sides as they were when the mirror last settled them; null = not there. */
export interface MirrorBase {
  drive: MirrorSide | null;
  visage: MirrorSide | null;
}

export interface MirrorSubject {
  /** Who had the photo first: Visage may take back a file that it has sent itself. */
  origin: 'drive' | 'visage';
  base: MirrorBase;
  drive: DriveView;
  visage: VisageView;
}

export type MirrorStep =
  /** Fetch the file, or find the photo that has its bytes, and put it into the album. */
  (
    | { do: 'take' }
    /** The file's new bytes become a photo, which takes the place of the old one; the event keeps the old one. */
    | { do: 'replace'; name: string }
    /** Out of the album; the event keeps the photo. */
    | { do: 'leave' }
    | { do: 'renamePhoto'; name: string }
    | { do: 'send' }
    /** Into Drive's trash, never deleted for good. */
    | { do: 'trash' }
    | { do: 'untrash' }
    | { do: 'renameFile'; name: string }
    /** Somebody changed the file that Visage had sent: it is left to them, and the photo is sent anew. */
    | { do: 'separate' }
  ) & {
    /** Both sides had changed. */
    conflict?: true;
  };

export interface MirrorDecision {
  steps: MirrorStep[];
  /** Worth a line in the history although nothing is done. */
  note?: 'staysOut' | 'notResent';
}

const NOTHING: MirrorDecision = { steps: [] };

/** Pure. Once the steps are done, what both sides show becomes the base, and nothing is left to do. */
export function decideMirror(
  direction: MirrorDirection,
  { origin, base, drive, visage }: MirrorSubject,
): MirrorDecision {
  if (drive.at === 'lost' && base.drive !== null) return NOTHING;
  const inward = direction !== 'toDrive';
  const outward = direction !== 'fromDrive';
  const file = drive.at === 'folder' ? drive : null;
  const held = isHeld(direction, { origin, visage });
  const photo = visage.at === 'none' || held ? null : visage;

  if (file && photo) {
    if (file.md5 === photo.md5) return decideNames(direction, base, file, photo);
    if (!inward) return { steps: [{ do: 'separate' }, { do: 'send' }] };
    return replace(direction, base, file, photo);
  }
  if (file) {
    const left = base.visage !== null;
    const arrived = base.drive === null || (left && base.drive.md5 !== file.md5);
    if (arrived) return inward && !held ? { steps: [{ do: 'take', ...conflictIf(left) }] } : NOTHING;
    if (!left) return NOTHING;
    return outward ? { steps: [{ do: 'trash' }] } : { steps: [], note: 'staysOut' };
  }
  if (photo) {
    const gone = base.drive !== null;
    if (base.visage === null) {
      if (!outward) return NOTHING;
      const step: MirrorStep =
        drive.at === 'trash' && drive.md5 === photo.md5 ? { do: 'untrash' } : { do: 'send' };
      return { steps: [{ ...step, ...conflictIf(gone) }] };
    }
    if (!gone) return NOTHING;
    return inward ? { steps: [{ do: 'leave' }] } : { steps: [], note: 'notResent' };
  }
  return NOTHING;
}

/** What both sides show, as the base of the next decision. While a file is not visible, nothing new is agreed. */
export function settledBase(direction: MirrorDirection, subject: MirrorSubject): MirrorBase {
  const { base, drive, visage } = subject;
  if (drive.at === 'lost' && base.drive !== null) return base;
  const photo = visage.at === 'none' || isHeld(direction, subject) ? null : sideOf(visage);
  return { drive: drive.at === 'folder' ? sideOf(drive) : null, visage: photo };
}

/** A file that came from the person's own Drive is not removed there because of whom it shows. */
function isHeld(
  direction: MirrorDirection,
  { origin, visage }: Pick<MirrorSubject, 'origin' | 'visage'>,
): boolean {
  return (
    visage.at === 'withheld' && (direction === 'toDrive' || (direction === 'both' && origin === 'visage'))
  );
}

function sideOf({ name, md5 }: MirrorSide): MirrorSide {
  return { name, md5 };
}

function conflictIf(both: boolean): { conflict?: true } {
  return both ? { conflict: true } : {};
}

/** Names are merged separately from bytes; if both were changed, Drive's counts unless nothing comes from there. */
function decideNames(
  direction: MirrorDirection,
  base: MirrorBase,
  file: MirrorSide,
  photo: MirrorSide,
): MirrorDecision {
  if (!base.drive || !base.visage || file.name === photo.name) return NOTHING;
  const inDrive = file.name !== base.drive.name;
  const inVisage = photo.name !== base.visage.name;
  const conflict = conflictIf(inDrive && inVisage);
  if (inDrive && direction !== 'toDrive')
    return { steps: [{ do: 'renamePhoto', name: file.name, ...conflict }] };
  if (inVisage && direction !== 'fromDrive')
    return { steps: [{ do: 'renameFile', name: photo.name, ...conflict }] };
  return NOTHING;
}

/** A name that only Visage has changed is kept, and sent to Drive. */
function replace(
  direction: MirrorDirection,
  base: MirrorBase,
  file: MirrorSide,
  photo: MirrorSide,
): MirrorDecision {
  const inDrive = base.drive === null || file.name !== base.drive.name;
  const inVisage = base.visage !== null && photo.name !== base.visage.name;
  const keepsName = inVisage && !inDrive;
  const steps: MirrorStep[] = [
    { do: 'replace', name: keepsName ? photo.name : file.name, ...conflictIf(inVisage) },
  ];
  if (keepsName && direction === 'both') steps.push({ do: 'renameFile', name: photo.name });
  return { steps };
}

/** Share and number of photos that a run may remove without asking, as promised by the product. */
export const MIRROR_BRAKE = { share: 0.2, photos: 50 } as const;

/** Steps after which a photo, or its bytes, are no longer where they were. */
const REMOVES: ReadonlySet<MirrorStep['do']> = new Set(['leave', 'trash', 'replace']);

export function isRemoval(step: MirrorStep['do']): boolean {
  return REMOVES.has(step);
}

/**
 * Whether a mirror stops and asks: the run would take away more than a person would by hand.
 *
 * @param linked photos that were on both sides before the run.
 */
export function brakes(removals: number, linked: number): boolean {
  return removals > MIRROR_BRAKE.photos || removals > MIRROR_BRAKE.share * linked;
}
