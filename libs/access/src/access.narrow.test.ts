import fc from 'fast-check';
import { shareRightsSchema, type ShareRights } from '@visage/contracts/share.contract';
import { describe, expect, test } from 'vitest';
import { decide } from './access.decision.js';
import { EVENT, NOW, codeHolder, guest, photo, share } from './access.fixture.js';
import { narrowedBy } from './access.narrow.js';
import type { Visitor } from './access.principal.js';
import type { Target } from './access.resource.js';

const RIGHTS = shareRightsSchema.keyof().options;
const at = (hours: number): string => new Date(NOW.getTime() + hours * 3_600_000).toISOString();
const end = fc.oneof(fc.constant(null), fc.integer({ min: -2, max: 2 }).map(at), fc.constant('never'));
const rights = fc.record(
  Object.fromEntries(RIGHTS.map((right) => [right, fc.boolean()])) as Record<
    keyof ShareRights,
    fc.Arbitrary<boolean>
  >,
);
const code = fc.record({ rights: rights.chain((all) => partOf(all)), until: end });
const partOf = (all: ShareRights) =>
  fc
    .subarray(RIGHTS)
    .map((kept): Partial<ShareRights> => Object.fromEntries(kept.map((right) => [right, all[right]])));

const event = { kind: 'event', ...EVENT } as const;
const TARGETS: Target[] = [
  { action: 'event.open', resource: event },
  { action: 'event.join', resource: event },
  { action: 'event.view', resource: event },
  { action: 'event.selfie', resource: event },
  { action: 'photo.view', resource: photo() },
  { action: 'photo.thumbnail', resource: photo() },
  { action: 'photo.preview', resource: photo() },
  { action: 'photo.original', resource: photo() },
  { action: 'photo.metadata', resource: photo() },
  { action: 'upload.create', resource: { kind: 'upload', ...EVENT } },
  { action: 'zip.create', resource: { kind: 'zip', ...EVENT } },
];

function narrowed<V extends Visitor>(visitor: V, limits: Parameters<typeof narrowedBy>[1]): V {
  const attributes = narrowedBy(visitor.share.attributes, limits);
  return { ...visitor, share: { ...visitor.share, attributes } };
}
const allows = (principal: Visitor, target: Target): boolean =>
  decide({ principal, now: NOW, ...target }).allowed;

test('a code never opens what its share does not', () => {
  const seen = { both: 0, taken: 0 };
  fc.assert(
    fc.property(rights, end, code, fc.boolean(), (given, until, limits, joined) => {
      const draft = { rights: given, limits: { until } };
      const whole = joined ? guest(draft) : codeHolder(draft);
      for (const target of TARGETS) {
        const byCode = allows(narrowed(whole, limits), target);
        if (byCode) expect([target.action, allows(whole, target)]).toEqual([target.action, true]);
        if (allows(whole, target)) seen[byCode ? 'both' : 'taken'] += 1;
      }
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(seen.both, seen.taken), 'the cases try both answers').toBeGreaterThan(300);
});

test('a code that names nothing is its share', () => {
  fc.assert(
    fc.property(rights, end, (given, until) => {
      const { attributes } = share({ rights: given, limits: { until } });
      expect(narrowedBy(attributes, { rights: {}, until: null })).toEqual(attributes);
    }),
  );
});

describe('the end of a code', () => {
  const cases: [string, string | null, string | null, string | null][] = [
    ['neither ends', null, null, null],
    ['only the share ends', at(2), null, at(2)],
    ['only the code ends', null, at(1), at(1)],
    ['the code ends before its share', at(2), at(1), at(1)],
    ['the code would outlive its share', at(1), at(2), at(1)],
    ['the end of the share is no date', 'soon', at(1), 'soon'],
    ['the end of the code is no date', at(1), 'soon', 'soon'],
  ];
  test.each(cases)('%s', (_name, ofShare, ofCode, expected) => {
    const { attributes } = share({ limits: { until: ofShare } });
    expect(narrowedBy(attributes, { rights: {}, until: ofCode }).limits.until).toBe(expected);
  });
});

test('a code without originals shows previews and gives no original', () => {
  const holder = narrowed(codeHolder(), { rights: { original: false }, until: null });
  expect(allows(holder, { action: 'photo.preview', resource: photo() })).toBe(true);
  expect(allows(holder, { action: 'photo.original', resource: photo() })).toBe(false);
  expect(allows(holder, { action: 'zip.create', resource: { kind: 'zip', ...EVENT } })).toBe(false);
});
