import { eventSchema } from '@visage/contracts/event.contract';
import {
  personPageSchema,
  personEditSchema,
  personFacesSchema,
  personHistorySchema,
  personSchema,
  type Person,
} from '@visage/contracts/person.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson, placesIn } from './testing/worker.stand-in.js';
import { refusalOf } from './testing/problem.code.js';

let gateway: GatewayFixture;
let organizer: Session;
let stranger: Session;
let eventId: string;
let ann: string;
let bob: string;
/** Ann has the first two, Bob the third. */
let faces: string[];

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  stranger = await gateway.signIn('stranger@example.org');
});
afterAll(() => gateway.stop());

beforeEach(async () => {
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Party' })).json()).id;
  ann = await makePerson(gateway, eventId);
  bob = await makePerson(gateway, eventId);
  faces = [];
  for (const personId of [ann, ann, bob])
    faces.push(...(await finishPhoto(gateway, await upload(), [{ k: faces.length, personId }])));
  await patch(ann, { name: 'Ann' });
  await patch(bob, { name: 'Bob' });
});

async function upload(): Promise<string> {
  const form = new FormData();
  form.append('photos', new Blob([photoBytes(`photo ${faces.length} of ${eventId}`)]), 'a.jpg');
  const response = await organizer.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await response.json()).uploads[0]?.photo?.id ?? '';
}

const patch = (id: string, body: object, by = organizer): Promise<Response> =>
  by.fetch(`/people/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const undo = (): Promise<Response> => organizer.post(`/events/${eventId}/people/undo`, {});
const people = async (): Promise<Record<string, Person>> => {
  const list = personPageSchema.parse(
    await (await organizer.fetch(`/events/${eventId}/people`)).json(),
  ).people;
  return Object.fromEntries(list.map((person) => [person.id, person]));
};
const history = async () =>
  personHistorySchema.parse(await (await organizer.fetch(`/events/${eventId}/people/history`)).json()).edits;
const facesOf = async (id: string): Promise<string[]> => {
  const answer = personFacesSchema.parse(await (await organizer.fetch(`/people/${id}/faces`)).json());
  return answer.faces.map((face) => face.id).sort();
};
const links = async (): Promise<string[]> =>
  (await new FaceLinkRepository(gateway.database).findOfEvent(eventId)).map(({ kind }) => kind).sort();

test('people who are one become one, keep a name, and come apart again when it was a mistake', async () => {
  await patch(ann, { name: null });
  const merged = personSchema.parse(
    await (await organizer.post(`/people/${ann}/merge`, { personIds: [bob] })).json(),
  );
  expect(merged).toMatchObject({ id: ann, name: 'Bob', faces: 3, photos: 3 });
  expect(Object.keys(await people())).toEqual([ann]);
  expect(await links()).toEqual(['must', 'must']);

  const undone = personEditSchema.parse(await (await undo()).json());
  expect(undone).toMatchObject({ kind: 'merge', personId: ann, count: 1, by: 'organizer@example.org' });
  expect(await people()).toMatchObject({ [ann]: { name: null, faces: 2 }, [bob]: { name: 'Bob', faces: 1 } });
  expect(await facesOf(bob)).toEqual([faces[2]]);
  expect(await links()).toEqual([]);
});

test('a face that is somebody else’s leaves the person for good, and undoing brings it back', async () => {
  const parted = personSchema.parse(
    await (await organizer.post(`/people/${ann}/split`, { faceIds: [faces[0]] })).json(),
  );
  expect(parted).toMatchObject({ name: null, faces: 1, coverFaceId: faces[0] });
  expect(await facesOf(ann)).toEqual([faces[1]]);
  expect(await links()).toEqual(['cannot']);

  await undo();
  expect(await facesOf(ann)).toEqual(faces.slice(0, 2).sort());
  expect(Object.keys(await people()).sort()).toEqual([ann, bob].sort());
});

test('a person keeps at least one face, and only own faces can be taken out or be the cover', async () => {
  const all = await organizer.post(`/people/${ann}/split`, { faceIds: faces.slice(0, 2) });
  expect(await refusalOf(all)).toEqual([422, 'all-faces']);
  const other = await organizer.post(`/people/${ann}/split`, { faceIds: [faces[2]] });
  expect(await refusalOf(other)).toEqual([422, 'not-their-face']);
  expect((await patch(ann, { coverFaceId: faces[2] })).status).toBe(422);
  expect((await patch(ann, {})).status).toBe(422);
  expect((await organizer.post(`/people/${ann}/merge`, { personIds: [eventId] })).status).toBe(404);
});

test('of a change that cannot be made in whole nothing is made, and nothing is there to be undone', async () => {
  const before = [(await people())[ann], await history()];
  expect((await patch(ann, { name: 'Half', hidden: true, coverFaceId: faces[2] })).status).toBe(422);
  expect([(await people())[ann], await history()]).toEqual(before);
});

test('a hidden person is marked so, and a chosen cover outlives the next grouping', async () => {
  expect(personSchema.parse(await (await patch(bob, { hidden: true })).json())).toMatchObject({
    hidden: true,
  });
  expect(personSchema.parse(await (await patch(ann, { coverFaceId: faces[1] })).json()).coverFaceId).toBe(
    faces[1],
  );
  const { facesRevision: revision } = await gateway.database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const grouping = {
    ...{ eventId, revision, unassignedFaceIds: [] },
    people: [
      { id: ann, coverFaceId: faces[0] ?? '', faceIds: faces.slice(0, 2) },
      { id: bob, coverFaceId: faces[2] ?? '', faceIds: faces.slice(2) },
    ],
  };
  await new PersonRepository(gateway.database).writePeople(grouping);
  expect(await people()).toMatchObject({
    [ann]: { coverFaceId: faces[1] },
    [bob]: { hidden: true, coverFaceId: faces[2] },
  });

  await undo();
  await undo();
  expect((await people())[bob]?.hidden).toBe(false);
});

test('the history says who did what, newest first, and undo walks back through all of it', async () => {
  expect(await refusalOf(await organizer.post(`/people/${ann}/merge`, { personIds: [bob] }))).toEqual([
    409,
    'several-names',
  ]);
  const nobodys = await organizer.post(`/people/${ann}/merge`, { personIds: [bob], name: 'Cleo' });
  expect(await refusalOf(nobodys)).toEqual([409, 'several-names']);
  await organizer.post(`/people/${ann}/merge`, { personIds: [bob], name: 'Bob' });
  expect((await history()).map(({ kind, name, newName }) => [kind, name, newName])).toEqual([
    ['merge', 'Ann', 'Bob'],
    ['name', null, 'Bob'],
    ['name', null, 'Ann'],
  ]);
  for (let i = 0; i < 3; i += 1) expect((await undo()).status).toBe(200);
  expect(await people()).toMatchObject({ [ann]: { name: null }, [bob]: { name: null } });
  expect((await history()).every(({ undoneAt }) => undoneAt !== null)).toBe(true);
  expect((await undo()).status).toBe(409);
});

test('what was said about a face stays said when a better detector finds the face anew', async () => {
  await organizer.post(`/people/${ann}/split`, { faceIds: [faces[0]] });
  const { photoId } = await gateway.database.prisma.face.findUniqueOrThrow({ where: { id: faces[0] ?? '' } });
  const found = '018f0000-0000-7000-8000-00000000000a';
  const face = {
    id: found,
    box: [0, 0, 9, 8] as [number, number, number, number],
    score: 1,
    quality: 1,
  };
  await new FaceRepository(gateway.database).replaceFaces({
    photoId,
    version: 'better',
    places: await placesIn(gateway, eventId),
    faces: [face],
  });
  const [link] = await new FaceLinkRepository(gateway.database).findOfEvent(eventId);
  expect(link).toEqual({ kind: 'cannot', faceA: found, faceB: faces[1] });
});

test('nobody but the organizer corrects people, and an erased event leaves no names behind', async () => {
  expect((await patch(ann, { name: 'Eve' }, stranger)).status).toBe(404);
  expect((await stranger.post(`/people/${ann}/merge`, { personIds: [bob] })).status).toBe(404);
  expect((await stranger.post(`/events/${eventId}/people/undo`, {})).status).toBe(404);
  expect((await people())[ann]?.name).toBe('Ann');
  await organizer.fetch(`/events/${eventId}`, { method: 'DELETE' });
  await organizer.fetch(`/trash/events/${eventId}`, { method: 'DELETE' });
  expect(await gateway.database.prisma.personEdit.count({ where: { eventId } })).toBe(0);
});
