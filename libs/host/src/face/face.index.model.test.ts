/**
 * Photos that arrive, are looked at anew, deleted and brought back, and people that are grouped and corrected, in any
 * order: whoever takes a selfie meanwhile is found as though the event had just been opened.
 */
import { randomUUID } from 'node:crypto';
import { FaceIndex } from '@visage/clustering/search/face.index';
import { identify, searchLimits } from '@visage/clustering/search/probe.identify';
import type { ProbeMatches } from '@visage/clustering/search/probe.match';
import { openEmbedding } from '@visage/crypto/embedding.box';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceChangeRepository } from '@visage/database/face/face-change.repository';
import { PersonEditError, PersonEditRepository } from '@visage/database/person/person-edit.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { systemClock } from '../clock.js';
import { deed, MODEL_TIMEOUT_MS, pick, playModel, type Deed } from '@visage/testing/model.run';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIMENSIONS, EMBEDDER, eventKeys, FaceEvent, lookOf } from '../testing/face.event.js';
import { FaceIndexCache } from './face.index.cache.js';

const LOOKS = 4;
/** Some faces are near enough to be found, and some are not. */
const THRESHOLD = 0.6;

let owned: OwnedDatabase;
beforeAll(async () => {
  owned = await openOwnedDatabase();
});
afterAll(() => owned.close());

interface Model {
  photos: string[];
  /** Detections and embeddings so far, none like another. */
  turn: number;
}

interface Real {
  event: FaceEvent;
  cache: FaceIndexCache;
}

const newCache = (): FaceIndexCache => {
  const { database } = owned;
  const log = pino({ level: 'silent' });
  const changes = new FaceChangeRepository(database);
  const [events, repairs] = [new EventRepository(database), new FaceRepairRepository(database)];
  return new FaceIndexCache({
    ...{ changes, events, repairs, keys: eventKeys, megabytes: 1 },
    clock: systemClock,
    log,
  });
};
const found = async (cache: FaceIndexCache, event: FaceEvent): Promise<ProbeMatches[]> => {
  const facts = await event.facts();
  const searches = Array.from({ length: LOOKS }, (_, look) =>
    cache.search(facts, { probe: lookOf(look), threshold: THRESHOLD, dimensions: DIMENSIONS }),
  );
  return Promise.all(searches);
};

/** Who each look is, among all faces there are. */
async function expected(event: FaceEvent): Promise<ProbeMatches[]> {
  const index = new FaceIndex(DIMENSIONS);
  for (const { id, personId, photoId, quality, embedding } of await event.known())
    index.set(id, personId, {
      embedding: openEmbedding(event.key, embedding, { faceId: id, model: EMBEDDER }),
      ...{ photoId, quality },
    });
  return Array.from({ length: LOOKS }, (_, look) => {
    const search = index.search(lookOf(look));
    let step = search.next();
    while (!step.done) step = search.next();
    const limits = searchLimits(THRESHOLD, step.value);
    const { people, faces, ambiguous } = identify(step.value, limits, (a, b) => index.likeness(a, b));
    const matches = [
      ...people.map(({ id }) => ({ faceIds: index.nearest(lookOf(look), id, 5) })),
      ...faces.map(({ id }) => ({ faceIds: [id] })),
    ];
    return { matches, ambiguous };
  });
}

/** What is kept between searches answers as what is opened just now. */
async function compare({ event, cache }: Real): Promise<void> {
  const [kept, opened] = [await found(cache, event), await found(newCache(), event)];
  expect([kept, opened]).toEqual([await expected(event), kept]);
}

const facesOf = async (photoId: string): Promise<string[]> => {
  const rows = await owned.database.prisma.face.findMany({ where: { photoId }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => id);
};
async function embed({ event }: Real, photoId: string, turn: number, looks: readonly number[]) {
  const ids = await facesOf(photoId);
  const faces = ids.map((id, place) => ({
    id,
    embedding: lookOf(looks[place % looks.length] ?? 0, turn + place),
  }));
  await event.embed(photoId, faces);
}

const which = fc.nat(1_000);
const looks = fc.array(fc.nat(LOOKS - 1), { minLength: 1, maxLength: 3 });

const arrives = looks.map((given) =>
  deed<Model, Real>({
    label: `a photo arrives with ${given.join()}`,
    run: async (model, real) => {
      const photoId = await real.event.photo();
      model.photos.push(photoId);
      await real.event.find(
        photoId,
        'd',
        given.map(() => randomUUID()),
      );
      await embed(real, photoId, model.turn++, given);
    },
  }),
);

/** One of the photos that are not erased. */
const withPhoto = (
  what: string,
  work: (photoId: string, real: Real, model: Model, given: number[]) => Promise<unknown>,
): fc.Arbitrary<Deed<Model, Real>> =>
  fc.tuple(which, looks).map(([one, given]) =>
    deed<Model, Real>({
      label: `photo ${one} ${what} (${given.join()})`,
      can: ({ photos }) => photos.length > 0,
      run: async (model, real) => void (await work(pick(model.photos, one), real, model, given)),
    }),
  );

/** Corrections of people who are gone or have one face are none. */
const withPeople = (
  what: string,
  work: (people: string[], edits: PersonEditRepository, real: Real) => Promise<unknown>,
): fc.Arbitrary<Deed<Model, Real>> =>
  which.map((one) =>
    deed<Model, Real>({
      label: `person ${one} ${what}`,
      run: async (_, real) => {
        const standings = await new PersonRepository(owned.database).findStandings(real.event.id);
        const ids = standings.map(({ id }) => id);
        if (ids.length === 0) return;
        const turned = [...ids.slice(one % ids.length), ...ids.slice(0, one % ids.length)];
        try {
          await work(turned, new PersonEditRepository(owned.database), real);
        } catch (error) {
          if (!(error instanceof PersonEditError)) throw error;
        }
      },
    }),
  );

const by = ({ event }: Real) => ({ eventId: event.id, userId: owned.ownerId });

const grouped = fc.nat(3).map((left) =>
  deed<Model, Real>({
    label: `people are grouped, every ${left + 2}. face is nobody’s`,
    run: async (_, { event }) => {
      const { facesRevision: revision } = await owned.database.prisma.event.findUniqueOrThrow({
        where: { id: event.id },
      });
      const groups = new Map<number, string[]>();
      const unassignedFaceIds: string[] = [];
      const ownerOf = new Map<string, string>();
      for (const [n, { id, personId, embedding }] of (await event.known()).entries()) {
        if (personId !== null) ownerOf.set(id, personId);
        const row = openEmbedding(event.key, embedding, { faceId: id, model: EMBEDDER });
        const look = row.indexOf(Math.max(...row));
        if (n % (left + 2) === 0) unassignedFaceIds.push(id);
        else groups.set(look, [...(groups.get(look) ?? []), id]);
      }
      const taken = new Set<string>();
      const people = [...groups.values()].map((faceIds) => {
        const known = faceIds.map((id) => ownerOf.get(id)).find((id) => id !== undefined && !taken.has(id));
        const id = known ?? randomUUID();
        taken.add(id);
        return { id, coverFaceId: faceIds[0] ?? '', faceIds };
      });
      const written = { eventId: event.id, revision, people, unassignedFaceIds };
      await new PersonRepository(owned.database).writePeople(written);
    },
  }),
);

const deeds = [
  arrives,
  arrives,
  withPhoto('is embedded anew', (photoId, real, model, given) => embed(real, photoId, model.turn++, given)),
  withPhoto('is embedded by another network', async (photoId, { event }) => {
    const ids = await facesOf(photoId);
    return event.embed(
      photoId,
      ids.map((id) => ({ id, embedding: lookOf(0) })),
      'another',
    );
  }),
  withPhoto('is looked at anew', async (photoId, { event }, model, given) => {
    const [kept] = await facesOf(photoId);
    const ids = given.map((_, place) => (place === 0 && kept !== undefined ? kept : randomUUID()));
    await event.find(photoId, `d${model.turn++}`, ids);
  }),
  withPhoto('goes to the trash', (photoId, { event }) =>
    new TrashRepository(owned.database).putPhotos(event.id, [photoId], new Date()),
  ),
  withPhoto('is brought back', (photoId, { event }) =>
    new TrashRepository(owned.database).restorePhotos(event.id, [photoId]),
  ),
  withPhoto('is erased', async (photoId, _, model) => {
    await new PhotoRepository(owned.database).remove(photoId);
    model.photos.splice(model.photos.indexOf(photoId), 1);
  }),
  grouped,
  withPeople('is merged', ([one = '', other = one], edits, real) => edits.merge(by(real), one, [other])),
  withPeople('is parted', async ([one = ''], edits, real) => {
    const [face] = await owned.database.prisma.face.findMany({ where: { personId: one } });
    if (face) await edits.split(by(real), one, [face.id]);
  }),
  withPeople('is hidden', ([one = ''], edits, real) => edits.change(by(real), one, { hidden: true })),
  withPeople('is as before the last correction', (_, edits, { event }) => edits.undo(event.id)),
  fc.nat(LOOKS - 1).map((look) =>
    deed<Model, Real>({
      label: `${look} takes a selfie while a photo arrives`,
      run: async (_, { event, cache }) => {
        await Promise.all([found(cache, event), event.arrive(look, look + 1)]);
      },
    }),
  ),
  fc.constant(deed<Model, Real>({ label: 'everybody takes a selfie', run: (_, real) => compare(real) })),
];

test(
  'whoever searches while photos and people change is found as in an event that was just opened',
  () =>
    playModel<Model, Real>({
      ...{ deeds, length: 14 },
      start: async () => ({
        model: { photos: [], turn: 0 },
        real: { event: await FaceEvent.make(owned.database, owned.ownerId), cache: newCache() },
      }),
      end: (_, real) => compare(real),
    }),
  MODEL_TIMEOUT_MS,
);
