import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import type { AlbumPhoto } from '@visage/database/album/album-photo.listing';
import type { MirrorItem } from '@visage/database/drive/drive-mirror-item.repository';
import { deny, type DenyReason } from '@visage/access/access.reason';
import { describe, expect, test } from 'vitest';
import { planMirror, type MirrorPlan, type MirrorSituation } from './drive-mirror.plan.js';

const NOW = new Date('2026-06-01T12:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);
const SIDE = { name: 'a.jpg', md5: 'm' };
const ALIKE: MirrorItem = {
  ...{
    id: 'i',
    origin: 'drive',
    fileId: 'f',
    photoId: 'p',
    view: 'folder',
    name: 'a.jpg',
    md5: 'm',
    bytes: 1,
    revision: '1',
  },
  ...{ copyOf: null, drive: SIDE, visage: SIDE, noted: null, failure: null, retryAt: null },
};
const PHOTO: AlbumPhoto = { photoId: 'p', name: 'a.jpg', sha256: 's', md5: 'm', bytes: 1, format: 'jpeg' };
const NEW_FILE: Partial<MirrorItem> = { photoId: null, drive: null, visage: null };
const NEW_PHOTO: Partial<MirrorItem> = {
  origin: 'visage',
  fileId: null,
  view: 'none',
  name: null,
  md5: null,
  drive: null,
  visage: null,
};

interface Setting {
  direction?: MirrorDirection;
  photo?: AlbumPhoto | null;
  denied?: DenyReason;
  others?: MirrorItem[];
}
function plan(
  changes: Partial<MirrorItem>,
  { direction = 'both', photo = PHOTO, denied, others = [] }: Setting = {},
): MirrorPlan {
  const situation: MirrorSituation = {
    ...{ direction, items: [{ ...ALIKE, ...changes }, ...others], photos: photo ? [photo] : [], now: NOW },
    denials: new Map(denied ? [['p', deny(denied)]] : []),
  };
  return planMirror(situation);
}
const steps = ({ work }: MirrorPlan): string[] =>
  work.map(
    ({ item, steps: own, withheld }) =>
      `${item.id}: ${own.map((step) => step.do).join(' ')}${withheld ? ' (hidden)' : ''}`,
  );
const notes = ({ notes: lines }: MirrorPlan): string[] => lines.map(({ kind, name }) => `${kind} ${name}`);

test('where both sides are as they were, there is nothing to do and nothing to remember', () => {
  expect(plan({})).toEqual({ work: [], settled: [], notes: [], linked: 1 });
});

describe('a photo that failed', () => {
  const failed = (retryAt: Date | null): MirrorPlan =>
    plan({ ...NEW_FILE, failure: 'Drive said no', retryAt }, { photo: null });

  test('waits until its time has come', () => {
    expect(failed(later(1))).toEqual({ work: [], settled: [], notes: [], linked: 0 });
    expect(failed(later(3_600_000)).work).toEqual([]);
  });

  test('is tried again then, at that very moment and ever after', () => {
    for (const retryAt of [NOW, later(-1), later(-3_600_000), null])
      expect(steps(failed(retryAt)), String(retryAt)).toEqual(['i: take']);
  });

  test('still counts as one that is on both sides, and does not hold up the others', () => {
    const other = { ...ALIKE, id: 'j', fileId: 'g', photoId: null, drive: null, visage: null };
    const found = plan({ view: 'trash', retryAt: later(1) }, { others: [other] });
    expect([steps(found), found.linked]).toEqual([['j: take'], 1]);
  });

  test('and needs nothing any more has its failure forgotten', () => {
    expect(plan({ failure: 'Drive said no', retryAt: NOW }).settled).toEqual([
      { id: 'i', patch: { failure: null, retryAt: null } },
    ]);
    expect(plan({ failure: 'Drive said no', retryAt: later(1) }).settled).toEqual([]);
  });
});

describe('a photo of which nobody knows yet whom it shows', () => {
  test('does not leave the house', () => {
    for (const direction of ['toDrive', 'both'] as const)
      expect(plan(NEW_PHOTO, { direction, denied: 'not-looked-at' }).work).toEqual([]);
    expect(steps(plan(NEW_PHOTO))).toEqual(['i: send']);
  });

  test('is not taken back if it is there already', () => {
    expect(plan({ origin: 'visage' }, { denied: 'not-looked-at' })).toMatchObject({ work: [], notes: [] });
    expect(steps(plan({ view: 'trash' }, { denied: 'not-looked-at' }))).toEqual(['i: leave']);
  });

  test('may still come in from Drive', () => {
    const renamed = { name: 'b.jpg', visage: null, drive: null };
    expect(plan(renamed, { direction: 'fromDrive', denied: 'not-looked-at' }).settled).toEqual([
      { id: 'i', patch: { drive: { name: 'b.jpg', md5: 'm' }, visage: SIDE } },
    ]);
    expect(plan(renamed, { direction: 'both', denied: 'not-looked-at' }).settled).toEqual([]);
  });
});

describe('a photo of somebody hidden', () => {
  const hidden = (changes: Partial<MirrorItem>, direction: MirrorDirection): MirrorPlan =>
    plan(changes, { direction, denied: 'withheld' });

  test('is taken back where Visage had sent it, and that is why', () => {
    for (const direction of ['toDrive', 'both'] as const)
      expect(steps(hidden({ origin: 'visage' }, direction))).toEqual(['i: trash (hidden)']);
    expect(steps(hidden({ origin: 'drive' }, 'toDrive'))).toEqual(['i: trash (hidden)']);
  });

  test('stays where it is the person’s own file', () => {
    expect(hidden({ origin: 'drive' }, 'both')).toMatchObject({ work: [], notes: [], settled: [] });
    expect(hidden({ origin: 'visage' }, 'fromDrive')).toMatchObject({ work: [], notes: [], settled: [] });
  });

  test('is not sent, which is told once', () => {
    const first = hidden(NEW_PHOTO, 'both');
    expect([steps(first), notes(first), first.settled]).toEqual([
      [],
      ['withheld a.jpg'],
      [{ id: 'i', patch: { noted: 'withheld' } }],
    ]);
    expect(hidden({ ...NEW_PHOTO, noted: 'withheld' }, 'both')).toEqual({
      work: [],
      notes: [],
      settled: [],
      linked: 0,
    });
  });

  test('and is shown again is sent', () => {
    expect(steps(plan({ ...NEW_PHOTO, noted: 'withheld' }))).toEqual(['i: send']);
  });
});

describe('copies', () => {
  const copy = (id: string, changes: Partial<MirrorItem> = {}): MirrorItem => ({
    ...ALIKE,
    id,
    fileId: id,
    copyOf: 'i',
    visage: null,
    ...changes,
  });
  const others = [copy('c1'), copy('c2', { view: 'trash' }), copy('c3', { copyOf: 'k' }), copy('c4')];

  test('go into the trash together with what they are copies of', () => {
    expect(steps(plan({}, { photo: null, others }))).toEqual(['i: trash', 'c1: trash', 'c4: trash']);
    expect(steps(plan({ origin: 'visage' }, { denied: 'withheld', others }))).toEqual([
      'i: trash (hidden)',
      'c1: trash (hidden)',
      'c4: trash (hidden)',
    ]);
  });

  test('stay for any other reason, and count for nothing by themselves', () => {
    expect(steps(plan({ view: 'trash' }, { others }))).toEqual(['i: leave']);
    expect(plan({ copyOf: 'k', view: 'trash' })).toEqual({ work: [], settled: [], notes: [], linked: 0 });
  });
});

describe('a file that is not to be seen any more', () => {
  test('is told once, and once more when it is found', () => {
    const gone = plan({ view: 'lost' });
    expect([gone.work, notes(gone), gone.settled]).toEqual([
      [],
      ['lost a.jpg'],
      [{ id: 'i', patch: { noted: 'lost' } }],
    ]);
    expect(plan({ view: 'lost', noted: 'lost' })).toMatchObject({ work: [], notes: [], settled: [] });
    const found = plan({ noted: 'lost' });
    expect([notes(found), found.settled]).toEqual([['found a.jpg'], [{ id: 'i', patch: { noted: null } }]]);
  });

  test('is not told where it had never been agreed on', () => {
    const unknown = plan({ view: 'lost', drive: null, visage: null }, { photo: null });
    expect(unknown).toMatchObject({ work: [], notes: [], settled: [] });
  });

  test('is one of whose name or bytes nothing is known, too', () => {
    for (const changes of [{ name: null }, { md5: null }])
      expect(notes(plan({ view: 'folder', ...changes }))).toHaveLength(1);
  });
});

test('what a one-way mirror leaves as it is, is told, and remembered so that it is told once', () => {
  const stays = plan({}, { direction: 'fromDrive', photo: null });
  expect([notes(stays), stays.settled]).toEqual([['staysOut a.jpg'], [{ id: 'i', patch: { visage: null } }]]);
  const notSent = plan({ view: 'trash' }, { direction: 'toDrive' });
  expect([notes(notSent), notSent.settled]).toEqual([
    ['notResent a.jpg'],
    [{ id: 'i', patch: { drive: null } }],
  ]);
});

test('names and bytes on which both sides have come to agree are remembered', () => {
  const renamed = plan({ name: 'b.jpg' }, { photo: { ...PHOTO, name: 'b.jpg' } });
  expect(renamed.settled).toEqual([
    { id: 'i', patch: { drive: { name: 'b.jpg', md5: 'm' }, visage: { name: 'b.jpg', md5: 'm' } } },
  ]);
  const revised = plan({ md5: 'n' }, { photo: { ...PHOTO, md5: 'n' } });
  expect(revised.settled).toEqual([
    { id: 'i', patch: { drive: { name: 'a.jpg', md5: 'n' }, visage: { name: 'a.jpg', md5: 'n' } } },
  ]);
});
