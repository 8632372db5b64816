/** What people wish about being shown counts in every list and at every single photo alike, as the access rules decide. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { photoInScope, type PhotoScope } from '@visage/access/access.filter';
import type { PhotoFacts } from '@visage/access/access.resource';
import { createDatabase, type Database } from '../client/database.client.js';
import { DrivePhotoListing } from '../drive/drive-photo.listing.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { digestsOf, FACE_COLUMNS, ingested, ready } from '../testing/photo.columns.js';
import { openTestDatabase } from '../testing/test.database.js';
import { ZipListing } from '../zip/zip.listing.js';
import { PhotoListing } from './photo.listing.js';

const NOW = new Date('2026-06-20T12:00:00Z');

let copy: DatabaseCopy;
let database: Database;
let photos: PhotoListing;
let ownerId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url);
  photos = new PhotoListing(database);
  const user = { email: 'a@b.c', name: 'a', role: 'organizer' as const, passwordHash: 'h' };
  ({ id: ownerId } = await database.prisma.user.create({ data: user }));
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

interface World {
  groupingDue: boolean;
  people: { appearance: 'open' | 'blurred' | 'withheld'; seesOwn: boolean }[];
  /** Faces by the place of their person; null is nobody's. */
  photos: { faces: { person: number | null; blurred: boolean }[]; embedded: boolean; held: boolean }[];
  selves: number[];
}

const world: fc.Arbitrary<World> = fc.record({
  groupingDue: fc.boolean(),
  people: fc.array(
    fc.record({ appearance: fc.constantFrom('open', 'open', 'blurred', 'withheld'), seesOwn: fc.boolean() }),
    { minLength: 3, maxLength: 3 },
  ),
  photos: fc.array(
    fc.record({
      faces: fc.array(fc.record({ person: fc.constantFrom(0, 1, 2, null), blurred: fc.boolean() }), {
        maxLength: 3,
      }),
      embedded: fc.boolean(),
      held: fc.boolean(),
    }),
    { minLength: 6, maxLength: 6 },
  ),
  selves: fc.subarray([0, 1, 2]),
});

async function make({ groupingDue, people, photos: drafts }: World) {
  const { prisma } = database;
  const event = { ownerId, name: 'E', embedder: 'm', facesRevision: groupingDue ? 2 : 1, groupedRevision: 1 };
  const { id: eventId } = await prisma.event.create({ data: event });
  const personIds = people.map(() => randomUUID());
  await prisma.person.createMany({
    data: people.map(({ appearance, seesOwn }, place) => ({
      ...{ id: personIds[place] ?? '', eventId, appearance },
      seesOwn: seesOwn && appearance === 'withheld',
    })),
  });
  const photoIds = drafts.map(() => randomUUID());
  await prisma.photo.createMany({
    data: drafts.map(({ embedded, held }, place) => ({
      ...{ id: photoIds[place] ?? '', eventId, fileName: 'a.jpg', ...digestsOf(randomUUID()), bytes: 1n },
      ...(embedded ? ready(NOW) : ingested(NOW)),
      heldAt: held ? NOW : null,
    })),
  });
  await prisma.face.createMany({
    data: drafts.flatMap(({ faces }, place) =>
      faces.map(({ person, blurred }) => ({
        ...{ eventId, photoId: photoIds[place] ?? '', blurred, ...FACE_COLUMNS },
        personId: person === null ? null : (personIds[person] ?? null),
      })),
    ),
  });
  return { eventId, personIds, photoIds };
}

test('a visitor’s list, the photo itself, an archive and Drive know the same of what people wish', async () => {
  const shown = { some: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(world, async (draft) => {
      const { eventId, personIds, photoIds } = await make(draft);
      const selves = draft.selves.map((place) => personIds[place] ?? '');
      const found = await photos.findEach(photoIds);
      const facts = new Map(
        found.map(({ id: photoId, organizerId, faces, albumIds, held, wishes }): [string, PhotoFacts] => {
          const known = { eventId, organizerId, photoId, albumIds, held, wishes, blankable: true };
          return [photoId, { ...known, personIds: faces.flatMap((face) => face.personId ?? []) }];
        }),
      );
      const scopes: PhotoScope[] = [
        { kind: 'approved', selves, reason: 'share-gallery' },
        {
          ...{ kind: 'people', selves, reason: 'own-photos' },
          anyOf: [{ personIds: personIds.slice(0, 2), photoIds: photoIds.slice(0, 2), exceptPhotoIds: [] }],
        },
        { kind: 'all', reason: 'organizer' },
      ];
      for (const scope of scopes) {
        const allowed = photoIds.filter((id) => {
          const photo = facts.get(id);
          return photo !== undefined && photoInScope(scope, photo);
        });
        expect((await photos.ids(eventId, { scope })).sort()).toEqual([...allowed].sort());
        shown[allowed.length > 0 ? 'some' : 'kept'] += 1;
      }
      const wishes = new Map([...facts].map(([id, photo]) => [id, photo.wishes]));
      const archived = await new ZipListing(database).photos(eventId, photoIds);
      const leaving = await new DrivePhotoListing(database).of(photoIds);
      expect(new Map(archived.map((photo) => [photo.id, photo.wishes]))).toEqual(wishes);
      expect(new Map(leaving.map((photo) => [photo.photoId, photo.wishes]))).toEqual(wishes);
      const [face] = await database.prisma.face.findMany({ where: { eventId }, take: 1 });
      if (face) expect((await photos.findFace(face.id))?.wishes).toEqual(wishes.get(face.photoId));
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(Math.min(shown.some, shown.kept), 'the worlds try both').toBeGreaterThan(5);
});

describe('what is withheld at somebody’s wish', () => {
  test('is counted for those who would see it otherwise, and for nobody else', async () => {
    const { eventId, personIds } = await make({
      ...{ groupingDue: true, selves: [] },
      people: [
        { appearance: 'withheld', seesOwn: true },
        { appearance: 'open', seesOwn: false },
        { appearance: 'open', seesOwn: false },
      ],
      photos: [[0], [0, 1], [1], [0], [null], []].map((faces, place) => ({
        faces: faces.map((person) => ({ person, blurred: false })),
        ...{ embedded: true, held: place === 3 },
      })),
    });
    const [ann = '', ben = ''] = personIds;
    const count = (selves: string[], people?: string[]): Promise<number> => {
      const scope: PhotoScope = people
        ? {
            ...{ kind: 'people', selves, reason: 'own-photos' },
            anyOf: [{ personIds: people, photoIds: [], exceptPhotoIds: [] }],
          }
        : { kind: 'approved', selves, reason: 'share-gallery' };
      return photos.count(eventId, { scope, withheld: true });
    };
    expect(await Promise.all([count([]), count([ben]), count([ann])])).toEqual([2, 2, 0]);
    expect(await Promise.all([count([ben], [ben]), count([ann], [ann])])).toEqual([1, 0]);
  });
});
