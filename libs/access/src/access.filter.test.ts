import type { FaceSearch } from '@visage/contracts/privacy.contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './access.decision.js';
import { EVENT, NOW, OTHER_EVENT, codeHolder, face, guest, photo } from './access.fixture.js';
import { personInScope, personScopeOf, photoScopeOf, type PhotoScope } from './access.filter.js';
import type { Principal } from './access.principal.js';
import type { PhotoResource } from './access.resource.js';

const people = ['anna', 'ben', 'carl'];
const albums = ['dance', 'dinner', 'garden'];
const ids = (from: string[]) => fc.subarray(from);
const instant = fc.option(
  fc.integer({ min: -2, max: 2 }).map((hours) => new Date(NOW.getTime() + hours * 3_600_000).toISOString()),
);

const draft = fc.record({
  eventId: fc.constantFrom('event-1', 'event-1', 'event-1', 'event-2'),
  scope: fc.oneof(
    fc.constant({ kind: 'gallery' } as const),
    fc.record({ kind: fc.constant('albums' as const), albumIds: ids(albums) }),
    fc.constant({ kind: 'own-photos' } as const),
    fc.record({ kind: fc.constant('person' as const), personId: fc.constantFrom(...people) }),
  ),
  rights: fc.record({
    view: mostly(true, false),
    preview: mostly(true, false),
    original: mostly(true, false),
    zip: fc.boolean(),
    metadata: fc.boolean(),
  }),
  limits: fc.record({
    from: instant,
    until: instant,
    passwordRequired: fc.boolean(),
    approvalRequired: fc.boolean(),
    maxGuests: fc.option(fc.integer({ min: 1, max: 3 })),
    revokedAt: mostly<string | null>(null, NOW.toISOString()),
  }),
  guestCount: fc.nat(3),
  refused: mostly(false, true),
  passwordVerified: mostly(true, false),
  faceSearch: mostly<FaceSearch>('offered', 'ended'),
  codeRevokedAt: mostly<string | null>(null, NOW.toISOString()),
});
const found = {
  consented: mostly(true, false),
  personIds: ids(people),
  photoIds: ids(['p1', 'p2']),
  claimedPhotoIds: ids(['p3']),
  disownedPhotoIds: ids(['p2', 'p4']),
};
const own = fc.record({
  ...found,
  approved: fc.boolean(),
  refused: mostly(false, true),
  companions: fc.array(fc.record({ ...found, guestId: fc.constantFrom('guest-2', 'guest-3') }), {
    maxLength: 2,
  }),
});
const principal: fc.Arbitrary<Principal> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Principal>({ kind: 'nobody' }) },
  { weight: 1, arbitrary: fc.constant<Principal>({ kind: 'admin', userId: 'a' }) },
  {
    weight: 2,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('organizer', 'collaborator'),
        userId: fc.constantFrom('olivia', 'otto'),
        helpsWith: ids(['event-1', 'event-2']),
      })
      .map<Principal>((staff) => staff),
  },
  { weight: 5, arbitrary: draft.map<Principal>(codeHolder) },
  { weight: 8, arbitrary: fc.tuple(draft, own).map<Principal>(([link, found]) => guest(link, found)) },
);
const photos = fc.array(
  fc
    .record({
      photoId: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
      personIds: ids(people),
      albumIds: ids(albums),
      held: mostly(false, true),
      wishes: fc.record({
        withheld: fc.array(
          fc.record({ personId: fc.constantFrom(...people, null), seesOwn: mostly(true, false) }),
          { maxLength: 1 },
        ),
        unknown: mostly(false, true),
        blurred: fc.boolean(),
        unblurred: mostly(false, true),
      }),
    })
    .map(photo),
  { maxLength: 12 },
);
const photoAction = fc.constantFrom(
  ...([
    'photo.view',
    'photo.thumbnail',
    'photo.preview',
    'photo.original',
    'photo.metadata',
    'photo.delete',
  ] as const),
);

function mostly<T>(usual: T, seldom: T): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant(seldom) },
  );
}

/** As a database would answer the scope, written apart from the library: sets of rows, then their union. */
function queried(scope: PhotoScope, rows: PhotoResource[]): PhotoResource[] {
  if (scope.kind === 'all') return rows;
  if (scope.kind === 'none') return [];
  const approved = rows.filter(({ held, wishes: { withheld, unknown, unblurred } }) => {
    const others = withheld.filter(
      ({ personId, seesOwn }) => !(seesOwn && scope.selves.some((self) => self === personId)),
    );
    return !held && !unknown && !unblurred && others.length === 0;
  });
  if (scope.kind === 'approved') return approved;
  if (scope.kind === 'albums') {
    const wanted = new Set(scope.albumIds);
    return approved.filter((row) => row.albumIds.some((id) => wanted.has(id)));
  }
  const found = scope.anyOf.flatMap(({ personIds, photoIds, exceptPhotoIds }) => {
    const wanted = new Set(personIds);
    const excepted = new Set(exceptPhotoIds);
    const remaining = approved.filter((row) => !excepted.has(row.photoId));
    return remaining.filter(
      (row) => photoIds.some((id) => id === row.photoId) || row.personIds.some((id) => wanted.has(id)),
    );
  });
  return approved.filter((row) => found.includes(row));
}

test('a list shows exactly the photos that its byte routes then give', () => {
  const seen = { some: 0, none: 0 };
  fc.assert(
    fc.property(principal, photos, photoAction, (who, rows, action) => {
      const listed = queried(photoScopeOf(who, EVENT, NOW, action), rows);
      const allowed = rows.filter(
        (resource) => decide({ principal: who, action, resource, now: NOW }).allowed,
      );
      expect(listed).toEqual(allowed);
      seen[allowed.length > 0 ? 'some' : 'none'] += 1;
    }),
    { numRuns: 3000 },
  );
  expect(Math.min(seen.some, seen.none), 'the cases try both answers').toBeGreaterThan(300);
});

test('the reason of an empty list is the reason its photos are refused for', () => {
  fc.assert(
    fc.property(principal, photoAction, (who, action) => {
      const scope = photoScopeOf(who, EVENT, NOW, action);
      fc.pre(scope.kind === 'none');
      if (scope.kind === 'none') {
        expect(decide({ principal: who, action, resource: photo(), now: NOW })).toEqual(scope.because);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a list of people shows exactly those whose page and face then open', () => {
  fc.assert(
    fc.property(principal, fc.constantFrom('person.view', 'person.manage'), (who, action) => {
      const scope = personScopeOf(who, EVENT, NOW, action);
      for (const personId of people) {
        const resource = { kind: 'person', ...EVENT, personId } as const;
        expect(personInScope(scope, personId)).toBe(
          decide({ principal: who, action, resource, now: NOW }).allowed,
        );
      }
      const crops = personScopeOf(who, EVENT, NOW, 'face.crop');
      for (const personId of [...people, null]) {
        const resource = face({ personId });
        expect(personInScope(crops, personId)).toBe(
          decide({ principal: who, action: 'face.crop', resource, now: NOW }).allowed,
        );
      }
    }),
    { numRuns: 1000 },
  );
});

test("nothing of another event is ever in a link's list", () => {
  fc.assert(
    fc.property(draft, own, (link, found) => {
      fc.pre(link.eventId === 'event-1');
      expect(photoScopeOf(guest(link, found), OTHER_EVENT, NOW)).toMatchObject({
        kind: 'none',
        because: { reason: 'other-event' },
      });
      expect(photoScopeOf(codeHolder(link), OTHER_EVENT, NOW).kind).toBe('none');
    }),
  );
});

test('an archive holds no photo whose original the guest may not download', () => {
  fc.assert(
    fc.property(principal, photos, (who, rows) => {
      const zipped = queried(photoScopeOf(who, EVENT, NOW, 'zip.create'), rows);
      for (const resource of zipped) {
        expect(decide({ principal: who, action: 'photo.original', resource, now: NOW }).allowed).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('taking any single right or time from a link never shows more', () => {
  fc.assert(
    fc.property(
      draft,
      own,
      photos,
      photoAction,
      fc.constantFrom('view', 'preview', 'original', 'metadata'),
      (link, found, rows, action, right) => {
        const before = queried(photoScopeOf(guest(link, found), EVENT, NOW, action), rows);
        const less = {
          ...link,
          rights: { ...link.rights, [right]: false },
          limits: { ...link.limits, passwordRequired: true },
        };
        const after = queried(photoScopeOf(guest(less, found), EVENT, NOW, action), rows);
        expect(before).toEqual(expect.arrayContaining(after));
      },
    ),
  );
});
