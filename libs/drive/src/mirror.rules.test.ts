import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  brakes,
  decideMirror,
  isRemoval,
  settledBase,
  type DriveView,
  type MirrorBase,
  type MirrorStep,
  type MirrorSubject,
  type VisageView,
} from './mirror.rules.js';

const DIRECTIONS: readonly MirrorDirection[] = ['fromDrive', 'toDrive', 'both'];
const a = { name: 'a.jpg', md5: 'a' };
const AGREED: MirrorBase = { drive: a, visage: a };
const NONE: MirrorBase = { drive: null, visage: null };
const file = (changes: Partial<typeof a> = {}): DriveView => ({ at: 'folder', ...a, ...changes });
const photo = (changes: Partial<typeof a> = {}): VisageView => ({ at: 'album', ...a, ...changes });
const gone: DriveView & VisageView = { at: 'none' };
const trashed: DriveView = { at: 'trash', md5: 'a' };
const moved: DriveView = { at: 'elsewhere' };
const lost: DriveView = { at: 'lost' };

interface Case {
  what: string;
  base: MirrorBase;
  drive: DriveView;
  visage: VisageView;
  origin?: 'drive' | 'visage';
  /**
   * What is done in each direction: from Drive, to Drive, both; with the name after a colon, and `!` for a conflict.
   */
  does: [string, string, string];
}

const cases: Case[] = [
  { what: 'a new file', base: NONE, drive: file(), visage: gone, does: ['take', '', 'take'] },
  { what: 'a new photo', base: NONE, drive: gone, visage: photo(), does: ['', 'send', 'send'] },
  {
    what: 'the same bytes on both sides',
    base: NONE,
    drive: file(),
    visage: photo({ name: 'b.jpg' }),
    does: ['', '', ''],
  },
  { what: 'nothing changed', base: AGREED, drive: file(), visage: photo(), does: ['', '', ''] },

  {
    what: 'a file renamed',
    base: AGREED,
    drive: file({ name: 'b.jpg' }),
    visage: photo(),
    does: ['renamePhoto:b.jpg', '', 'renamePhoto:b.jpg'],
  },
  {
    what: 'a photo renamed',
    base: AGREED,
    drive: file(),
    visage: photo({ name: 'b.jpg' }),
    does: ['', 'renameFile:b.jpg', 'renameFile:b.jpg'],
  },
  {
    what: 'both renamed',
    ...{ base: AGREED, drive: file({ name: 'd.jpg' }), visage: photo({ name: 'v.jpg' }) },
    does: ['renamePhoto:d.jpg!', 'renameFile:v.jpg!', 'renamePhoto:d.jpg!'],
  },
  {
    what: 'both renamed alike',
    base: AGREED,
    drive: file({ name: 'b.jpg' }),
    visage: photo({ name: 'b.jpg' }),
    does: ['', '', ''],
  },

  {
    what: 'new content',
    base: AGREED,
    drive: file({ md5: 'b' }),
    visage: photo(),
    does: ['replace:a.jpg', 'separate send', 'replace:a.jpg'],
  },
  {
    what: 'new content, and the photo renamed',
    ...{ base: AGREED, drive: file({ md5: 'b' }), visage: photo({ name: 'v.jpg' }) },
    does: ['replace:v.jpg!', 'separate send', 'replace:v.jpg! renameFile:v.jpg'],
  },
  {
    what: 'new content, and the photo taken out',
    base: AGREED,
    drive: file({ md5: 'b' }),
    visage: gone,
    does: ['take!', '', 'take!'],
  },
  {
    what: 'new content of a file whose photo was taken out before',
    ...{ base: { drive: a, visage: null }, drive: file({ md5: 'b' }), visage: gone },
    does: ['', '', ''],
  },

  {
    what: 'a file put into the trash',
    base: AGREED,
    drive: trashed,
    visage: photo(),
    does: ['leave', 'notResent', 'leave'],
  },
  {
    what: 'a file moved away',
    base: AGREED,
    drive: moved,
    visage: photo(),
    does: ['leave', 'notResent', 'leave'],
  },
  {
    what: 'a file restored or moved back',
    base: NONE,
    drive: file(),
    visage: gone,
    does: ['take', '', 'take'],
  },
  {
    what: 'a file in the trash, its photo renamed',
    base: AGREED,
    drive: trashed,
    visage: photo({ name: 'v' }),
    does: ['leave', 'notResent', 'leave'],
  },
  {
    what: 'a photo taken out',
    base: AGREED,
    drive: file(),
    visage: gone,
    does: ['staysOut', 'trash', 'trash'],
  },
  {
    what: 'a photo taken out, its file renamed',
    base: AGREED,
    drive: file({ name: 'd' }),
    visage: gone,
    does: ['staysOut', 'trash', 'trash'],
  },
  {
    what: 'a photo put back, its file in the trash',
    base: NONE,
    drive: trashed,
    visage: photo(),
    does: ['', 'untrash', 'untrash'],
  },
  {
    what: 'a photo put back, its file moved away',
    base: NONE,
    drive: moved,
    visage: photo(),
    does: ['', 'send', 'send'],
  },
  {
    what: 'a file put into the trash while the photo was put back',
    ...{ base: { drive: a, visage: null }, drive: trashed, visage: photo() },
    does: ['', 'untrash!', 'untrash!'],
  },
  {
    what: 'a photo put back while the file in the trash has other bytes by now',
    ...{ base: NONE, drive: { at: 'trash', md5: 'b' } as const, visage: photo() },
    does: ['', 'send', 'send'],
  },
  {
    what: 'a file of other bytes put into the trash while the photo was put back',
    ...{ base: { drive: a, visage: null }, drive: { at: 'trash', md5: 'b' } as const, visage: photo() },
    does: ['', 'send!', 'send!'],
  },
  {
    what: 'a photo put back, the bytes of its file in the trash unknown',
    ...{ base: NONE, drive: { at: 'trash', md5: null } as const, visage: photo() },
    does: ['', 'send', 'send'],
  },
  {
    what: 'a file moved away while the photo was put back',
    ...{ base: { drive: a, visage: null }, drive: moved, visage: photo() },
    does: ['', 'send!', 'send!'],
  },
  {
    what: 'a photo renamed, the other bytes of its file came with a new name',
    ...{ base: AGREED, drive: file({ name: 'd.jpg', md5: 'b' }), visage: photo({ name: 'v.jpg' }) },
    does: ['replace:d.jpg!', 'separate send', 'replace:d.jpg!'],
  },
  {
    what: 'other bytes on both sides, which never agreed',
    base: NONE,
    drive: file({ name: 'd.jpg', md5: 'b' }),
    visage: photo(),
    does: ['replace:d.jpg', 'separate send', 'replace:d.jpg'],
  },
  {
    what: 'a new photo of somebody hidden that came from Drive',
    base: NONE,
    drive: gone,
    visage: { at: 'withheld', ...a },
    origin: 'drive',
    does: ['', '', 'send'],
  },
  {
    what: 'somebody hidden in a photo whose file Visage had sent and whose bytes were changed',
    ...{
      base: AGREED,
      drive: file({ md5: 'b' }),
      visage: { at: 'withheld', ...a } as const,
      origin: 'visage' as const,
    },
    does: ['replace:a.jpg', '', ''],
  },
  { what: 'gone on both sides', base: AGREED, drive: trashed, visage: gone, does: ['', '', ''] },

  { what: 'a file no longer visible', base: AGREED, drive: lost, visage: photo(), does: ['', '', ''] },
  {
    what: 'a file no longer visible, and the photo taken out',
    base: AGREED,
    drive: lost,
    visage: gone,
    does: ['', '', ''],
  },
  {
    what: 'a file that was in the trash and is not visible, its photo put back',
    base: NONE,
    drive: lost,
    visage: photo(),
    does: ['', 'send', 'send'],
  },
  {
    what: 'a file visible again, whose photo was taken out meanwhile',
    base: AGREED,
    drive: file(),
    visage: gone,
    does: ['staysOut', 'trash', 'trash'],
  },
  { what: 'a file visible again', base: AGREED, drive: file(), visage: photo(), does: ['', '', ''] },

  {
    what: 'a photo of somebody hidden',
    base: NONE,
    drive: gone,
    visage: { at: 'withheld', ...a },
    origin: 'visage',
    does: ['', '', ''],
  },
  {
    what: 'somebody hidden in a photo that Visage had sent',
    ...{ base: AGREED, drive: file(), visage: { at: 'withheld', ...a }, origin: 'visage' },
    does: ['', 'trash', 'trash'],
  },
  {
    what: 'somebody hidden in a photo that came from Drive',
    ...{ base: AGREED, drive: file(), visage: { at: 'withheld', ...a }, origin: 'drive' },
    does: ['', 'trash', ''],
  },
];

function told(direction: MirrorDirection, subject: MirrorSubject): string {
  const { steps, note } = decideMirror(direction, subject);
  const words = steps.map(
    (step) => `${step.do}${'name' in step ? `:${step.name}` : ''}${step.conflict ? '!' : ''}`,
  );
  return [...words, ...(note ? [note] : [])].join(' ');
}

describe('what a mirror does with one photo', () => {
  test.each(cases)('$what', ({ base, drive, visage, origin = 'drive', does }) => {
    expect(DIRECTIONS.map((direction) => told(direction, { origin, base, drive, visage }))).toEqual(does);
  });
});

/** What both sides show once a step has been done. */
function after(step: MirrorStep, subject: MirrorSubject): MirrorSubject {
  const { drive, visage } = subject;
  const inDrive = drive.at === 'folder' ? drive : null;
  const inVisage = visage.at === 'none' ? null : visage;
  switch (step.do) {
    case 'take':
      return inDrive ? { ...subject, visage: { ...inDrive, at: 'album' } } : subject;
    case 'replace':
      return inDrive ? { ...subject, visage: { at: 'album', md5: inDrive.md5, name: step.name } } : subject;
    case 'leave':
      return { ...subject, visage: { at: 'none' } };
    case 'renamePhoto':
      return inVisage ? { ...subject, visage: { ...inVisage, name: step.name } } : subject;
    case 'send':
    case 'untrash':
      return inVisage ? { ...subject, drive: { ...inVisage, at: 'folder' } } : subject;
    case 'trash':
      return { ...subject, drive: { at: 'trash', md5: inDrive?.md5 ?? null } };
    case 'renameFile':
      return inDrive ? { ...subject, drive: { ...inDrive, name: step.name } } : subject;
    case 'separate':
      return { ...subject, drive: { at: 'none' } };
  }
}

const side = fc.record({ name: fc.constantFrom('a.jpg', 'b.jpg', 'c.jpg'), md5: fc.constantFrom('a', 'b') });
const driveView: fc.Arbitrary<DriveView> = fc.oneof(
  side.map((value) => ({ at: 'folder' as const, ...value })),
  fc.constantFrom<DriveView>(gone, trashed, moved, lost),
);
const visageView: fc.Arbitrary<VisageView> = fc.oneof(
  side.map((value) => ({ at: 'album' as const, ...value })),
  side.map((value) => ({ at: 'withheld' as const, ...value })),
  fc.constant<VisageView>(gone),
);
const subjects: fc.Arbitrary<MirrorSubject> = fc.record({
  origin: fc.constantFrom('drive' as const, 'visage' as const),
  base: fc.record({ drive: fc.option(side), visage: fc.option(side) }),
  drive: driveView,
  visage: visageView,
});

describe('whatever both sides show', () => {
  test('a mirror comes to rest, and then does nothing more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...DIRECTIONS), subjects, (direction, start) => {
        let subject = start;
        for (let round = 0; round < 3; round++) {
          const { steps } = decideMirror(direction, subject);
          if (steps.length === 0) break;
          for (const step of steps) subject = after(step, subject);
          subject = { ...subject, base: settledBase(direction, subject) };
        }
        subject = { ...subject, base: settledBase(direction, subject) };
        expect(decideMirror(direction, subject)).toEqual({ steps: [] });
      }),
      { numRuns: 2_000, seed: 6 },
    );
  });

  test('nothing is taken away on the side that changes come from, nor because Drive shows nothing', () => {
    fc.assert(
      fc.property(subjects, (subject) => {
        const done = (direction: MirrorDirection): string[] =>
          decideMirror(direction, subject).steps.map((step) => step.do);
        for (const step of ['send', 'trash', 'untrash', 'renameFile', 'separate'])
          expect(done('fromDrive')).not.toContain(step);
        for (const step of ['take', 'replace', 'leave', 'renamePhoto'])
          expect(done('toDrive')).not.toContain(step);
        for (const direction of DIRECTIONS) {
          const { steps } = decideMirror(direction, { ...subject, drive: lost });
          // what both sides had agreed to delete may be sent again; nothing else follows from not seeing a file
          expect(steps.filter((step) => step.do !== 'send' || subject.base.drive !== null)).toEqual([]);
        }
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});

describe('what is remembered of a photo as agreed', () => {
  const settled = (
    base: MirrorBase,
    drive: DriveView,
    visage: VisageView,
    origin: 'drive' | 'visage' = 'visage',
  ): MirrorBase[] => DIRECTIONS.map((direction) => settledBase(direction, { origin, base, drive, visage }));

  test('is the name and the bytes that both sides show, and nothing if there is nothing', () => {
    const b = { name: 'b.jpg', md5: 'b' };
    expect(settled(NONE, file(), photo(b))).toEqual(Array(3).fill({ drive: a, visage: b }));
    for (const away of [gone, trashed, moved])
      expect(settled(AGREED, away, gone)).toEqual(Array(3).fill(NONE));
    const withheld = { at: 'withheld' as const, ...b };
    expect(settled(AGREED, file(), withheld).map(({ visage }) => visage)).toEqual([b, null, null]);
    expect(settled(AGREED, file(), withheld, 'drive').map(({ visage }) => visage)).toEqual([b, null, b]);
  });

  test('stays the same while a file is not visible, unless there was none', () => {
    for (const visage of [gone, photo({ name: 'c.jpg' })])
      expect(settled(AGREED, lost, visage)).toEqual(Array(3).fill(AGREED));
    expect(settled({ drive: null, visage: a }, lost, photo({ name: 'c.jpg' }))).toEqual(
      Array(3).fill({ drive: null, visage: { ...a, name: 'c.jpg' } }),
    );
  });
});

test('removals of a photo or of its bytes are counted', () => {
  const steps: MirrorStep['do'][] = [
    'take',
    'replace',
    'leave',
    'renamePhoto',
    'send',
    'trash',
    'untrash',
    'renameFile',
    'separate',
  ];
  expect(steps.filter(isRemoval)).toEqual(['replace', 'leave', 'trash']);
});

test('a run that would remove more than a fifth, or more than 50 photos, asks first', () => {
  expect([brakes(1, 5), brakes(2, 9), brakes(2, 10), brakes(50, 1_000), brakes(51, 1_000)]).toEqual([
    false,
    true,
    false,
    false,
    true,
  ]);
  expect(brakes(0, 0)).toBe(false);
});
