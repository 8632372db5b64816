import { LEGIBLE_PLACES } from '../testing/face.places.js';
import { peopleOfGuest, recogniseAs } from '../testing/matched.people.js';
import { digestsOf } from '../testing/photo.columns.js';
import { randomUUID } from 'node:crypto';
import type { Box } from '@visage/contracts/geometry.contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../client/database.client.js';
import { FaceLinkRepository } from '../face/face-link.repository.js';
import { ClaimedFaceError, drawnFaces, GuestEditRepository, type SaidBy } from './guest-edit.repository.js';
import { GuestForgetting } from './guest.forgetting.js';
import { GuestRepository } from './guest.repository.js';
import { PersonEditRepository } from '../person/person-edit.repository.js';
import { OpenTransaction } from '../testing/open.transaction.js';
import { openOwnedDatabase, type OwnedDatabase } from '../testing/owned.database.js';
import { BY_GUEST } from '../testing/consent.values.js';

let opened: OwnedDatabase;
let database: Database;
let edits: GuestEditRepository;
let ownerId: string;
let eventId: string;
let codeId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  ({ database, ownerId } = opened);
  edits = new GuestEditRepository(database);
});
afterAll(() => opened.close());
beforeEach(async () => {
  ({ eventId, codeId } = await makeEvent());
});

async function makeEvent(): Promise<{ eventId: string; codeId: string }> {
  const event = await database.prisma.event.create({ data: { ownerId, name: 'E', embedder: 'm' } });
  const attributes = { name: 'S', scope: { kind: 'gallery' }, rights: {}, presentation: {} };
  const share = await database.prisma.share.create({
    data: { eventId: event.id, ...attributes, codes: { create: { label: 'C' } } },
    include: { codes: true },
  });
  return { eventId: event.id, codeId: share.codes[0]?.id ?? '' };
}

let made = 0;
async function makePhoto(): Promise<string> {
  made += 1;
  return (
    await database.prisma.photo.create({
      data: { eventId, fileName: 'a.jpg', ...digestsOf(`${made}`), bytes: 1n },
    })
  ).id;
}
async function makeFace(
  photoId: string,
  personId: string | null,
  { box: [x, y, width, height] = [0, 0, 10, 10] as Box, quality = 1 } = {},
): Promise<string> {
  const place = { x, y, width, height, score: 1, quality };
  return (await database.prisma.face.create({ data: { eventId, photoId, personId, ...place } })).id;
}
interface MadePerson {
  id: string;
  photos: string[];
  faces: string[];
}
/** Each face in a photo of its own. */
async function makePerson(
  faceCount: number,
  more: { name?: string; hiddenAt?: Date } = {},
): Promise<MadePerson> {
  const { id } = await database.prisma.person.create({ data: { eventId, ...more } });
  const [photos, faces]: string[][] = [[], []];
  for (let i = 0; i < faceCount; i += 1) {
    const photo = await makePhoto();
    photos?.push(photo);
    faces?.push(await makeFace(photo, id));
  }
  return { id, photos: photos ?? [], faces: faces ?? [] };
}
async function makeGuest(...people: MadePerson[]): Promise<SaidBy> {
  const personIds = people.map(({ id }) => id);
  const { id: guestId } = await database.prisma.guest.create({
    data: { shareCodeId: codeId, consentVersion: '1', consentedAt: new Date() },
  });
  await recogniseAs(database, guestId, personIds);
  return { eventId, guestId };
}

const at = (list: readonly string[], index: number): string => list[index] ?? '';
const personOf = async (faceId: string): Promise<string | null> =>
  (await database.prisma.face.findUniqueOrThrow({ where: { id: faceId } })).personId;
const revision = async (): Promise<number> =>
  (await database.prisma.event.findUniqueOrThrow({ where: { id: eventId } })).facesRevision;
const links = () => new FaceLinkRepository(database).findOfEvent(eventId);
const wordsOf = ({ guestId }: SaidBy) =>
  database.prisma.personEdit.findMany({ where: { guestId }, orderBy: { id: 'asc' } });
async function wordOf(by: SaidBy, photoId: string): Promise<string> {
  return (await wordsOf(by)).find((word) => word.photoId === photoId && word.undoneAt === null)?.id ?? '';
}
/** Which of the person's faces are somebody else's by now. */
async function movedOf({ id, faces }: MadePerson): Promise<number[]> {
  const owners = await Promise.all(faces.map(personOf));
  return owners.flatMap((owner, index) => (owner === id ? [] : [index]));
}

describe('“that’s not me”', () => {
  test('teaches nothing about faces where it is not plain which one is meant', async () => {
    const [ann, ben] = [await makePerson(4), await makePerson(4)];
    const both = await makePhoto();
    const faces = [await makeFace(both, ann.id), await makeFace(both, ben.id)];
    const twice = await makePhoto();
    faces.push(await makeFace(twice, ann.id), await makeFace(twice, ann.id));
    const noneOfTheirs = await makePhoto();
    faces.push(await makeFace(noneOfTheirs, ben.id), await makeFace(noneOfTheirs, null));
    const [guest, either] = [await makeGuest(ann), await makeGuest(ann, ben)];
    await edits.disown(either, both);
    for (const photo of [twice, noneOfTheirs]) await edits.disown(guest, photo);
    for (const word of [...(await wordsOf(guest)), ...(await wordsOf(either))])
      expect(word).toMatchObject({
        kind: 'notMe',
        detail: { personId: null, faceId: null, strangerId: null },
        before: { faces: [] },
      });
    expect(await Promise.all(faces.map(personOf))).toEqual([ann.id, ben.id, ann.id, ann.id, ben.id, null]);
    expect([await links(), await revision()]).toEqual([[], 0]);
  });

  test('takes the one face of theirs from its person, and only that of the photo', async () => {
    const ann = await makePerson(3, { name: 'Ann' });
    const other = await makeFace(at(ann.photos, 0), null);
    const guest = await makeGuest(ann);
    await edits.disown(guest, at(ann.photos, 0));
    expect([await movedOf(ann), await personOf(other)]).toEqual([[0], null]);
    const [word] = await wordsOf(guest);
    expect(word).toMatchObject({
      ...{
        photoId: ann.photos[0],
        waiting: false,
        detail: { personId: ann.id, name: 'Ann', faceId: ann.faces[0], strangerId: null },
      },
      before: { faces: [{ id: ann.faces[0], personId: ann.id }] },
    });
    expect(await revision()).toBe(1);
    expect((await links()).map(({ kind, faceA, faceB }) => [kind, faceA, faceB]).toSorted()).toEqual(
      [1, 2].map((i) => ['cannot', ann.faces[0], ann.faces[i]]).toSorted(),
    );
  });

  // who is in most photos of a person knows whose faces these are; in half of them or less, they are somebody else
  test.each([
    [2, [[], []]],
    [3, [[0], []]],
    [4, [[0], []]],
    [5, [[0], [0, 1], []]],
    [7, [[0], [0, 1], [0, 1, 2], []]],
  ])(
    'of a person of %i photos counts for the faces as long as they are in more than half of them',
    async (count, moved) => {
      const ann = await makePerson(count);
      const guest = await makeGuest(ann);
      const seen: number[][] = [];
      for (const photo of ann.photos.slice(0, moved.length)) {
        await edits.disown(guest, photo);
        seen.push(await movedOf(ann));
      }
      expect(seen).toEqual(moved);
      expect(await links()).toEqual([]);
      expect((await wordsOf(guest)).map(({ before }) => before)).toEqual(
        moved.map(() => ({ people: [], faces: [], links: [], after: {} })),
      );
    },
  );

  test('of two people whom the guest was taken for says who they are not, and leaves both whole', async () => {
    const [ann, ben] = [await makePerson(5), await makePerson(1)];
    const guest = await makeGuest(ann, ben);
    await edits.disown(guest, at(ann.photos, 0));
    await edits.disown(guest, at(ben.photos, 0));
    expect([await movedOf(ann), await movedOf(ben)]).toEqual([[], []]);
    expect((await wordsOf(guest)).map(({ detail }) => detail)).toMatchObject([
      { personId: ann.id, strangerId: null },
      { personId: ben.id, strangerId: ben.id },
    ]);
  });

  test('of every photo of a person that is left makes them a stranger', async () => {
    const [ann, ben] = [await makePerson(3), await makePerson(2)];
    await database.prisma.photo.update({ where: { id: at(ann.photos, 2) }, data: { deletedAt: new Date() } });
    const guest = await makeGuest(ann);
    for (const photo of ann.photos.slice(0, 2)) await edits.disown(guest, photo);
    expect((await wordsOf(guest)).map(({ detail }) => detail)).toMatchObject([
      { strangerId: null },
      { strangerId: ann.id },
    ]);
    const other = await makeGuest(ben);
    await edits.disown(other, at(ben.photos, 0));
    expect((await wordsOf(other))[0]?.detail).toMatchObject({ strangerId: null });
  });

  test('keeps the face apart from those that the guest claimed, once they count', async () => {
    const ann = await makePerson(2);
    const [mine, waits] = [await makePhoto(), await makePerson(2)];
    const claimed = await makeFace(mine, null);
    const guest = await makeGuest(ann);
    await edits.claim(guest, mine, { faceId: claimed });
    expect(await edits.claim(guest, at(waits.photos, 0), { faceId: at(waits.faces, 0) })).toBe('waiting');
    await edits.disown(guest, at(ann.photos, 0));
    const apart = (await links()).filter(({ kind }) => kind === 'cannot');
    expect(apart).toEqual([{ kind: 'cannot', faceA: ann.faces[0], faceB: claimed }]);
  });
});

describe('“I’m in this one”', () => {
  test('means a face of that photo, and no other', async () => {
    const [photo, elsewhere] = [await makePhoto(), await makePhoto()];
    await makeFace(photo, null);
    const other = await makeFace(elsewhere, null);
    const guest = await makeGuest();
    await expect(edits.claim(guest, photo, { faceId: other })).rejects.toThrow(ClaimedFaceError);
    expect(await wordsOf(guest)).toEqual([]);
  });

  test('with a box means the face that it fits best, or none that was found', async () => {
    const photo = await makePhoto();
    const left = await makeFace(photo, null, { box: [0, 0, 10, 10] });
    const right = await makeFace(photo, null, { box: [6, 0, 10, 10] });
    const guest = await makeGuest();
    const claimed = async (box: Box) => {
      await edits.claim(guest, photo, { box, places: LEGIBLE_PLACES });
      const { detail, place } = (await wordsOf(guest)).at(-1) ?? {};
      const { faceId } = detail as { faceId: string };
      return { faceId, box: place ? LEGIBLE_PLACES.open(faceId, place) : null };
    };
    expect(await claimed([1, 0, 10, 10])).toMatchObject({ faceId: left, box: null });
    expect(await claimed([5, 0, 10, 10])).toMatchObject({ faceId: right, box: null });
    // three tenths of what both cover are the same face, a little less are not
    expect(await claimed([0, 0, 3, 10])).toMatchObject({ faceId: left, box: null });
    const drawn = await claimed([0, 0, 2.9, 10]);
    expect(drawn.box).toEqual([0, 0, 2.9, 10]);
    expect([left, right]).not.toContain(drawn.faceId);
    expect(await wordsOf(guest), 'one word about a photo').toHaveLength(1);
  });

  test('about somebody whom nobody knows counts', async () => {
    const [ann, loner, another] = [await makePerson(2), await makePerson(1), await makePerson(1)];
    const guest = await makeGuest(ann);
    await makeGuest(ann, another);
    expect(await edits.claim(guest, at(loner.photos, 0), { faceId: at(loner.faces, 0) })).toBe('added');
    const tied = (await links()).map(({ kind, faceA, faceB }) => [kind, faceA, faceB]);
    expect(tied.toSorted()).toEqual(ann.faces.map((face) => ['must', loner.faces[0], face]).toSorted());
    expect(await revision()).toBe(1);
  });

  test.each([
    ['has a name', 1, { name: 'Ben' }, false],
    ['is hidden', 1, { hiddenAt: new Date() }, false],
    ['is in another photo', 2, {}, false],
    ['is another guest', 1, {}, true],
  ])(
    'about somebody who %s waits for the organizer, and teaches nothing until then',
    async (_, count, more, asGuest) => {
      const [ann, ben] = [await makePerson(2), await makePerson(count, more)];
      if (asGuest) await makeGuest(ben);
      const guest = await makeGuest(ann);
      expect(await edits.claim(guest, at(ben.photos, 0), { faceId: at(ben.faces, 0) })).toBe('waiting');
      expect([await links(), await revision()]).toEqual([[], 0]);
      const accepted = await edits.accept(eventId, await wordOf(guest, at(ben.photos, 0)));
      expect(accepted).toMatchObject({ kind: 'mine', waiting: false, undoneAt: null });
      expect(await links()).toHaveLength(2);
      expect(await revision()).toBe(1);
    },
  );

  test('about their own face says nothing new', async () => {
    const ann = await makePerson(2);
    const guest = await makeGuest(ann);
    expect(await edits.claim(guest, at(ann.photos, 0), { faceId: at(ann.faces, 0) })).toBe('added');
    expect(await wordsOf(guest)).toEqual([]);
  });

  test('about the one photo by which they were nobody of that name makes them who they are again', async () => {
    const ann = await makePerson(1, { name: 'Ann' });
    const [guest, photo] = [await makeGuest(ann), at(ann.photos, 0)];
    await edits.disown(guest, photo);
    expect(await edits.claim(guest, photo, { faceId: at(ann.faces, 0) })).toBe('added');
    expect(await wordsOf(guest)).toEqual([]);
  });

  test('does not wait for the organizer because the guest themselves was once taken for that person', async () => {
    const [ann, ben] = [await makePerson(2), await makePerson(1)];
    const guest = await makeGuest(ann);
    for (const photo of ann.photos) await edits.disown(guest, photo);
    await database.prisma.face.update({ where: { id: at(ann.faces, 1) }, data: { personId: ben.id } }); // grouping has found it to be Ben's
    expect(await edits.claim(guest, at(ann.photos, 0), { faceId: at(ann.faces, 0) })).toBe('added');
    expect(await wordsOf(guest)).toMatchObject([{ kind: 'notMe', photoId: ann.photos[1] }]);
    expect(await peopleOfGuest(database, guest.guestId)).toEqual([ann.id]);
  });

  test('waits where the organizer has undone just this once; what others said, or was said otherwise, does not matter', async () => {
    const ann = await makePerson(3);
    const [guest, other] = [await makeGuest(ann), await makeGuest()];
    const [photo, elsewhere] = [await makePhoto(), await makePhoto()];
    const [face, faceElsewhere] = [await makeFace(photo, null), await makeFace(elsewhere, null)];
    const undo = async (by: SaidBy, about: string) =>
      expect(await edits.undo(eventId, await wordOf(by, about))).toMatchObject({ waiting: false });
    await edits.claim(other, photo, { faceId: face });
    await undo(other, photo);
    await edits.disown(guest, photo);
    await undo(guest, photo);
    await edits.claim(guest, elsewhere, { faceId: faceElsewhere });
    await undo(guest, elsewhere);
    expect(await edits.claim(guest, photo, { faceId: face })).toBe('added');
    await undo(guest, photo);
    expect(await edits.claim(guest, photo, { faceId: face })).toBe('waiting');
    await undo(guest, photo); // refused, and waits no more
    expect(await edits.claim(guest, photo, { box: [50, 50, 9, 9], places: LEGIBLE_PLACES })).toBe('waiting');
    expect(await edits.accept(eventId, await wordOf(guest, photo))).not.toBeNull();
  });

  test('ties the face to the ten clearest of whom the guest surely is, or else to what they claimed before', async () => {
    const { id } = await database.prisma.person.create({ data: { eventId } });
    const ben = await makePerson(1);
    const faces: string[] = [];
    for (let i = 0; i < 11; i += 1)
      faces.push(await makeFace(await makePhoto(), id, { quality: (i + 1) / 11 }));
    const guest = await makeGuest({ id, photos: [], faces }, ben);
    const [first, second, third] = [await makePhoto(), await makePhoto(), await makePhoto()];
    const tied = async (by: SaidBy, photo: string) => {
      const face = await makeFace(photo, null);
      await edits.claim(by, photo, { faceId: face });
      return (await links())
        .filter(({ faceA }) => faceA === face)
        .map(({ kind, faceB }) => `${kind} ${faceB}`)
        .toSorted();
    };
    expect(await tied(guest, first)).toEqual(
      faces
        .slice(1)
        .map((face) => `must ${face}`)
        .toSorted(),
    );

    const [unknown, other] = [await makeGuest(), await makeGuest()];
    expect(await tied(other, first)).toEqual([]);
    expect(await tied(unknown, first)).toEqual([]);
    const waits = await makePerson(2);
    expect(await edits.claim(unknown, at(waits.photos, 0), { faceId: at(waits.faces, 0) })).toBe('waiting');
    await edits.disown(unknown, at(waits.photos, 1));
    const [claim] = await wordsOf(unknown);
    const claimed = (claim?.detail as { faceId: string }).faceId;
    expect(await tied(unknown, second)).toEqual([`must ${claimed}`]);
    await edits.undo(eventId, claim?.id ?? '');
    expect(await tied(unknown, third)).toHaveLength(1);
  });
});

describe('a word is taken back', () => {
  test('by the guest, who takes back nothing that others said, nor what they said of other photos', async () => {
    const ann = await makePerson(7);
    const [guest, other] = [await makeGuest(ann), await makeGuest(ann)];
    const [first, second] = [at(ann.photos, 0), at(ann.photos, 1)];
    await edits.disown(guest, first);
    await edits.disown(guest, second);
    await edits.disown(other, first);
    expect(await edits.takeBack(guest, first)).toBe(true);
    expect(await edits.takeBack(guest, first), 'nothing is left').toBe(false);
    expect(await edits.takeBack(guest, at(ann.photos, 5))).toBe(false);
    expect((await wordsOf(guest)).map(({ photoId }) => photoId)).toEqual([second]);
    expect((await wordsOf(other)).map(({ photoId }) => photoId)).toEqual([first]);
    expect(await movedOf(ann)).toEqual([1]);
  });

  test('and what the organizer undid stays on record, and is not undone a second time', async () => {
    const [ann, ben] = [await makePerson(5), await makePerson(1)];
    const guest = await makeGuest(ann);
    await edits.disown(guest, at(ann.photos, 0));
    await edits.undo(eventId, await wordOf(guest, at(ann.photos, 0)));
    await database.prisma.face.update({ where: { id: at(ann.faces, 0) }, data: { personId: ben.id } });
    const before = await revision();
    await edits.takeBack(guest, at(ann.photos, 0));
    expect(await wordsOf(guest)).toMatchObject([
      { photoId: ann.photos[0], undoneAt: expect.any(Date) as Date },
    ]);
    await new GuestRepository(database).withdrawConsent(guest.guestId, BY_GUEST);
    expect(await wordsOf(guest)).toEqual([]);
    expect([await personOf(at(ann.faces, 0)), await revision()]).toEqual([ben.id, before]);
  });

  test('and its face stays with whom it has become one with since', async () => {
    const [ann, ben] = [await makePerson(4), await makePerson(2)];
    const guest = await makeGuest(ann);
    const organizers = new PersonEditRepository(database);
    const [face, photo] = [at(ann.faces, 0), at(ann.photos, 0)];
    await edits.disown(guest, photo);
    await organizers.merge({ eventId, userId: ownerId }, ben.id, [(await personOf(face)) ?? '']);
    await edits.takeBack(guest, photo);
    expect(await personOf(face), 'the organizer says that this is Ben').toBe(ben.id);
    await organizers.undo(eventId);

    await edits.disown(guest, at(ann.photos, 1));
    const parted = (await personOf(at(ann.faces, 1))) ?? '';
    expect(parted).not.toBe(ann.id);
    await organizers.merge({ eventId, userId: ownerId }, parted, [ben.id]);
    await edits.takeBack(guest, at(ann.photos, 1));
    expect(await personOf(at(ann.faces, 1)), 'and so it is from the other end').toBe(parted);
    await organizers.undo(eventId);
  });

  test('and its face goes to nobody whose it never was, for two people who were one by mistake', async () => {
    const [ann, ben] = [await makePerson(4), await makePerson(2)];
    const guest = await makeGuest(ann);
    const organizers = new PersonEditRepository(database);
    await organizers.merge({ eventId, userId: ownerId }, ann.id, [ben.id]);
    await edits.disown(guest, at(ben.photos, 0));
    await organizers.undo(eventId);
    await edits.takeBack(guest, at(ben.photos, 0));
    expect(await Promise.all(ben.faces.map(personOf))).toEqual([ben.id, ben.id]);
  });

  test('makes grouping due only where it had taught something', async () => {
    const ann = await makePerson(2);
    const guest = await makeGuest(ann);
    await edits.disown(guest, at(ann.photos, 0));
    await edits.takeBack(guest, at(ann.photos, 0));
    expect(await revision()).toBe(0);
    const loose = await makePhoto();
    const face = await makeFace(loose, null);
    await edits.claim(guest, loose, { faceId: face });
    await edits.takeBack(guest, loose);
    expect([await links(), await revision()]).toEqual([[], 2]);
  });

  test('with everything else when the guest is forgotten, and nobody else’s with it', async () => {
    const ann = await makePerson(9);
    const [guest, other] = [await makeGuest(ann), await makeGuest(ann)];
    for (const photo of ann.photos.slice(0, 2)) await edits.disown(guest, photo);
    await edits.disown(other, at(ann.photos, 2));
    await new GuestForgetting(database).forget(guest.guestId);
    expect([await wordsOf(guest), (await wordsOf(other)).length, await movedOf(ann)]).toEqual([[], 1, [2]]);
  });
});

describe('the organizer answers', () => {
  test('what guests said of this event, once, and nothing of another', async () => {
    const [ann, ben] = [await makePerson(2), await makePerson(2)];
    const guest = await makeGuest(ann);
    const [photo, faceId] = [at(ben.photos, 0), at(ben.faces, 0)];
    await edits.claim(guest, photo, { faceId });
    const claim = await wordOf(guest, photo);
    const other = (await makeEvent()).eventId;
    expect([await edits.accept(other, claim), await edits.undo(other, claim)]).toEqual([null, null]);
    expect(await wordsOf(guest)).toMatchObject([{ waiting: true, undoneAt: null }]);
    expect((await edits.accept(eventId, claim))?.id).toBe(claim);
    expect(await edits.accept(eventId, claim), 'it waits no more').toBeNull();
    expect((await edits.undo(eventId, claim))?.undoneAt).not.toBeNull();
    expect([await edits.undo(eventId, claim), await edits.accept(eventId, claim)]).toEqual([null, null]);
    expect(await links()).toEqual([]);
  });

  test('no correction of organizers by this way, which is undone in its order', async () => {
    const row = {
      eventId,
      userId: ownerId,
      detail: { personId: null, name: null },
      before: { people: [], faces: [] },
    };
    for (const kind of ['name', 'hide', 'show', 'cover', 'merge', 'part'] as const) {
      const { id } = await database.prisma.personEdit.create({ data: { ...row, kind } });
      expect([kind, await edits.undo(eventId, id), await edits.accept(eventId, id)]).toEqual([
        kind,
        null,
        null,
      ]);
      expect((await database.prisma.personEdit.findUniqueOrThrow({ where: { id } })).undoneAt).toBeNull();
    }
  });

  test('a claim whose guest is somebody else by now: the face is tied to nobody who is not them', async () => {
    const [ann, ben, cleo] = [await makePerson(1), await makePerson(2), await makePerson(2)];
    const guest = await makeGuest(ann, ben);
    await edits.claim(guest, at(cleo.photos, 0), { faceId: at(cleo.faces, 0) });
    await edits.disown(guest, at(ann.photos, 0));
    await edits.accept(eventId, await wordOf(guest, at(cleo.photos, 0)));
    const ties = (await links()).filter(({ kind }) => kind === 'must');
    expect(ties.map(({ faceB }) => faceB).toSorted()).toEqual(ben.faces.toSorted());
  });
});

test('a box that a guest drew is looked for in its photo, as long as it counts', async () => {
  const [photo, other] = [await makePhoto(), await makePhoto()];
  const drawn = () => database.prisma.$transaction((tx) => drawnFaces(tx, photo, LEGIBLE_PLACES));
  const [guest, second] = [await makeGuest(), await makeGuest()];
  const face = await makeFace(photo, null, { box: [90, 90, 9, 9] });
  await edits.claim(second, photo, { faceId: face });
  await edits.claim(guest, other, { box: [5, 5, 9, 9], places: LEGIBLE_PLACES });
  expect(await drawn()).toEqual([]);
  await edits.claim(guest, photo, { box: [5, 5, 8, 8], places: LEGIBLE_PLACES });
  const [, word] = await wordsOf(guest);
  const { faceId } = word?.detail as { faceId: string };
  expect(await drawn()).toEqual([{ id: faceId, box: [5, 5, 8, 8], personId: null }]);
  await edits.undo(eventId, word?.id ?? '');
  expect(await drawn()).toEqual([]);
  expect(await edits.claim(guest, photo, { box: [5, 5, 8, 8], places: LEGIBLE_PLACES })).toBe('waiting');
  expect(await drawn()).toEqual([]);
  await edits.accept(eventId, await wordOf(guest, photo));
  expect(await drawn()).toHaveLength(1);
});

test('a box that a guest drew is told to nobody who reads the row: neither in the history, nor beside it', async () => {
  const photo = await makePhoto();
  const guest = await makeGuest();
  await edits.claim(guest, photo, { box: [611.25, 47.5, 83.125, 90.75], places: LEGIBLE_PLACES });
  const [word] = await wordsOf(guest);
  expect(word?.place).not.toBeNull();
  expect(JSON.stringify(word?.detail)).not.toMatch(/611|box/);
  const [told] = await new PersonEditRepository(database).history(eventId, 1);
  expect(told).toMatchObject({ kind: 'mine', faceId: null });
});

test('a box that was drawn before they were sealed still counts', async () => {
  const photo = await makePhoto();
  const guest = await makeGuest();
  await edits.claim(guest, photo, { box: [5, 5, 8, 8], places: LEGIBLE_PLACES });
  const { id, detail } = (await wordsOf(guest))[0] ?? {};
  const { faceId } = detail as { faceId: string };
  const before = { personId: null, name: null, faceId, box: [5, 5, 8, 8] };
  await database.prisma.personEdit.update({ where: { id: id ?? '' }, data: { place: null, detail: before } });
  const drawn = await database.prisma.$transaction((tx) => drawnFaces(tx, photo, LEGIBLE_PLACES));
  expect(drawn).toEqual([{ id: faceId, box: [5, 5, 8, 8], personId: null }]);
});

describe('while grouping, or another correction, is at the event', () => {
  let ann: MadePerson;
  let guest: SaidBy;
  let photo: string;

  beforeEach(async () => {
    ann = await makePerson(2);
    guest = await makeGuest(ann);
    photo = at(ann.photos, 0);
    await edits.disown(guest, photo);
  });

  async function hold(row: 'Event' | 'Photo', id: string): Promise<OpenTransaction> {
    const open = await OpenTransaction.begin(opened.url);
    await open.run(
      `select 1 from "${row}" where id = $1 for ${row === 'Event' ? 'no key update' : 'update'}`,
      [id],
    );
    return open;
  }

  test('what is said, answered or forgotten waits until it is through', async () => {
    const organizers = new PersonEditRepository(database);
    const another = at(ann.photos, 1);
    const editId = await wordOf(guest, photo);
    const [stranger, waits] = [await makeGuest(), await makePerson(2)];
    await edits.claim(stranger, at(waits.photos, 0), { faceId: at(waits.faces, 0) });
    const waiting = await wordOf(stranger, at(waits.photos, 0));
    const works: (() => Promise<unknown>)[] = [
      () => edits.disown(guest, another),
      () => edits.claim(stranger, photo, { box: [50, 50, 9, 9], places: LEGIBLE_PLACES }),
      () => edits.takeBack(guest, another),
      () => edits.accept(eventId, waiting),
      () => edits.undo(eventId, editId),
      () => new GuestForgetting(database).forget(stranger.guestId),
      () => new GuestRepository(database).withdrawConsent(guest.guestId, BY_GUEST),
      () => organizers.change({ eventId, userId: ownerId }, ann.id, { name: 'Ann' }),
      () => organizers.undo(eventId),
    ];
    for (const [index, work] of works.entries()) {
      const open = await hold('Event', eventId);
      const going = work();
      const heldBack = await open.holdsBack(going);
      await open.rollBack();
      await going;
      expect([index, heldBack]).toEqual([index, true]);
    }
  });

  test('a guest waits for the photo first and the event then, as everybody who changes faces, so that none waits in a circle', async () => {
    const detecting = await hold('Photo', photo);
    const going = edits.takeBack(guest, photo);
    expect(await detecting.holdsBack(going)).toBe(true);
    await detecting.run('select 1 from "Event" where id = $1 for no key update nowait', [eventId]);
    await detecting.rollBack();
    await going;
    expect(await wordsOf(guest)).toEqual([]);
  });
});

test('what is said of a photo that is gone meanwhile is nobody’s word', async () => {
  const guest = await makeGuest();
  await expect(edits.disown(guest, randomUUID())).rejects.toThrow();
  expect(await wordsOf(guest)).toEqual([]);
});
