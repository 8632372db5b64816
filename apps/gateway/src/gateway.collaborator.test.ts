import { auditPageSchema } from '@visage/contracts/audit.contract';
import {
  collaboratorAddedSchema,
  collaboratorsSchema,
  type CollaboratorAdded,
} from '@visage/contracts/collaborator.contract';
import { eventSchema, eventsSchema, type Event } from '@visage/contracts/event.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { sessionStateSchema } from '@visage/contracts/session.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLABORATOR_LIMIT } from './limit/rate.settings.js';
import { postJson, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { TusClient } from './testing/tus.client.js';
import { refusalOf } from './testing/problem.code.js';

const NEW_PASSWORD = 'chosen by the helper';

let gateway: GatewayFixture;
let owner: Session;
let ownerId: string;
let admin: Session;

beforeAll(async () => {
  gateway = await startGateway();
  ownerId = await gateway.addUser('owner@example.org', 'organizer');
  owner = await gateway.signIn('owner@example.org');
  await gateway.addUser('admin@example.org', 'admin');
  admin = await gateway.signIn('admin@example.org');
});
afterAll(() => gateway.stop());

async function makeEvent(name: string, session = owner): Promise<Event> {
  return eventSchema.parse(await (await session.post('/events', { name })).json());
}

async function add(
  eventId: string,
  who: { email: string; name?: string },
  by = owner,
): Promise<CollaboratorAdded> {
  const response = await by.post(`/events/${eventId}/collaborators`, who);
  expect(response.status).toBe(201);
  return collaboratorAddedSchema.parse(await response.json());
}

const remove = (eventId: string, userId: string, by = owner): Promise<Response> =>
  by.fetch(`/events/${eventId}/collaborators/${userId}`, { method: 'DELETE' });

const setPassword = ({ passwordLink }: CollaboratorAdded): Promise<Response> =>
  postJson(`${gateway.api}/password-links/${passwordLink?.url.split('#')[1] ?? ''}`, {
    password: NEW_PASSWORD,
  });

/** Somebody who was invited to the event, and took the account. */
async function helperOf(eventId: string, email: string): Promise<{ id: string; session: Session }> {
  const added = await add(eventId, { email, name: 'Hanna' });
  expect((await setPassword(added)).status).toBe(204);
  return { id: added.collaborator.userId, session: await gateway.signIn(email, NEW_PASSWORD) };
}

async function send(session: Session, eventId: string, name: string): Promise<string> {
  const form = new FormData();
  form.append('files', new File([photoBytes(name)], name));
  const answer = await session.fetch(`/events/${eventId}/photos`, { method: 'POST', body: form });
  return photoUploadsSchema.parse(await answer.json()).uploads[0]?.photo?.id ?? '';
}

const patch = (session: Session, path: string, body: unknown): Promise<Response> =>
  session.fetch(path, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('who helps sees that there are links and how many came, and reads no link, code, poster or password', async () => {
  const event = await makeEvent('Wedding');
  const made = await owner.post(`/events/${event.id}/shares`, {
    scope: { kind: 'gallery' },
    password: 'a secret word',
  });
  const share = shareSchema.parse(await made.json());
  const [code] = share.codes;
  const { session } = await helperOf(event.id, 'looking@example.org');
  const overview = await session.fetch(`/events/${event.id}/shares/overview`);
  const text = await overview.text();
  expect(JSON.parse(text)).toEqual({ shares: [{ id: share.id, name: 'Guests', open: true, guests: 0 }] });
  for (const secret of ['/g/', code?.shortCode ?? '', 'secret', 'argon2']) expect(text).not.toContain(secret);
  for (const path of [
    `/events/${event.id}/shares`,
    `/codes/${code?.id}/qr.svg`,
    `/codes/${code?.id}/qr.png`,
    `/codes/${code?.id}/poster.pdf`,
    `/shares/${share.id}/cards.pdf`,
    `/shares/${share.id}/guests`,
    `/codes/${code?.id}/view`,
  ])
    expect([path, await refusalOf(session.fetch(path))]).toEqual([path, [403, 'left-to-organizer']]);
  expect(await refusalOf(session.post(`/events/${event.id}/codes/renew`, {}))).toEqual([
    403,
    'left-to-organizer',
  ]);
});

describe('inviting', () => {
  test('somebody without an account makes one that only helps, by a link that is good once', async () => {
    const event = await makeEvent('Wedding');
    const path = `/events/${event.id}/collaborators`;
    const problem = problemSchema.parse(
      await (await owner.post(path, { email: 'Hanna@Example.org' })).json(),
    );
    expect([problem.status, problem.code, problem.fields?.map((field) => field.path)]).toEqual([
      422,
      'name-needed',
      ['name'],
    ]);

    const added = await add(event.id, { email: 'Hanna@Example.org', name: 'Hanna' });
    expect(added.collaborator).toMatchObject({ email: 'hanna@example.org', name: 'Hanna', invited: true });
    expect((await setPassword(added)).status).toBe(204);
    expect((await setPassword(added)).status).toBe(404);
    const hanna = await gateway.signIn('hanna@example.org', NEW_PASSWORD);
    const { user } = sessionStateSchema.parse(await (await hanna.fetch('/session')).json());
    expect(user).toMatchObject({ role: 'collaborator', helpsWith: [event.id] });
    expect(await refusalOf(hanna.post('/events', { name: 'Mine' }))).toEqual([403, 'only-helps']);
    // a password was set: nobody else gets a link to this account
    expect((await add(event.id, { email: 'hanna@example.org' })).passwordLink).toBeNull();
  });

  test('again gives a new link, as long as nobody has set the password, and only where the account was made', async () => {
    const event = await makeEvent('Wedding');
    const first = await add(event.id, { email: 'ida@example.org', name: 'Ida' });
    const second = await add(event.id, { email: 'ida@example.org' });
    expect(second.collaborator.userId).toBe(first.collaborator.userId);
    expect((await setPassword(first)).status).toBe(404);

    await gateway.addUser('rival@example.org', 'organizer');
    const rival = await gateway.signIn('rival@example.org');
    const elsewhere = await makeEvent('Elsewhere', rival);
    const wanted = rival.post(`/events/${elsewhere.id}/collaborators`, { email: 'ida@example.org' });
    expect(await refusalOf(wanted)).toEqual([409, 'invitation-open']);
    expect((await setPassword(second)).status).toBe(204);
    expect((await add(elsewhere.id, { email: 'ida@example.org' }, rival)).passwordLink).toBeNull();
  });

  test('taken back before anybody has set the password leaves neither account nor link', async () => {
    const event = await makeEvent('Wedding');
    const added = await add(event.id, { email: 'typo@example.org', name: 'Typo' });
    expect((await remove(event.id, added.collaborator.userId)).status).toBe(204);
    expect((await setPassword(added)).status).toBe(404);
    expect(await gateway.database.prisma.user.count({ where: { email: 'typo@example.org' } })).toBe(0);
  });

  test('refuses whom it makes no sense for, and says why', async () => {
    const event = await makeEvent('Wedding');
    const path = `/events/${event.id}/collaborators`;
    const offId = await gateway.addUser('off@example.org', 'organizer');
    await gateway.database.prisma.user.update({ where: { id: offId }, data: { disabledAt: new Date() } });
    expect(await refusalOf(owner.post(path, { email: 'OWNER@example.org' }))).toEqual([409, 'is-organizer']);
    expect(await refusalOf(owner.post(path, { email: 'admin@example.org' }))).toEqual([409, 'is-admin']);
    expect(await refusalOf(owner.post(path, { email: 'off@example.org' }))).toEqual([
      409,
      'account-disabled',
    ]);
    expect(await refusalOf(owner.post(path, { email: 'nonsense' }))).toEqual([422, 'invalid-request']);
    expect(collaboratorsSchema.parse(await (await owner.fetch(path)).json()).collaborators).toEqual([]);
  });

  test('ends where somebody tries address after address', async () => {
    await gateway.addUser('curious@example.org', 'organizer');
    const curious = await gateway.signIn('curious@example.org');
    const event = await makeEvent('Guesses', curious);
    const guess = (n: number) =>
      curious.post(`/events/${event.id}/collaborators`, { email: `guess-${n}@example.org` });
    for (let n = 0; n < COLLABORATOR_LIMIT.max; n++) expect((await guess(n)).status).toBe(422);
    expect(await refusalOf(guess(COLLABORATOR_LIMIT.max))).toEqual([429, 'too-many-requests']);
  });
});

describe('a collaborator', () => {
  test('sees and sorts everything, and is told that the rest is left to the organizer', async () => {
    const event = await makeEvent('Gala');
    const { session } = await helperOf(event.id, 'sorts@example.org');
    const photoId = await send(session, event.id, 'a.jpg');
    expect((await session.fetch(`/photos/${photoId}/original`)).status).toBe(200);
    expect((await session.post(`/events/${event.id}/albums`, { name: 'Dance' })).status).toBe(201);
    expect((await session.post(`/events/${event.id}/photos/trash`, { photoIds: [photoId] })).status).toBe(
      200,
    );
    const left: Promise<Response>[] = [
      patch(session, `/events/${event.id}`, { holdPhotos: true }),
      patch(session, `/events/${event.id}/brand`, { accent: '#336699' }),
      session.post(`/events/${event.id}/photos/erase`, { photoIds: [photoId] }),
      session.post(`/events/${event.id}/shares`, { scope: { kind: 'gallery' } }),
      session.post(`/events/${event.id}/collaborators`, { email: 'friend@example.org', name: 'Friend' }),
      session.post(`/events/${event.id}/drive-exports`, { kind: 'event' }),
      session.fetch(`/events/${event.id}`, { method: 'DELETE' }),
    ];
    for (const answer of left) expect(await refusalOf(answer)).toEqual([403, 'left-to-organizer']);
  });

  test('finds the event in the list with its organizer’s name, as the organizer finds it as an own one', async () => {
    const event = await makeEvent('Listed');
    const { id, session } = await helperOf(event.id, 'lists@example.org');
    const listOf = async (who: Session) =>
      eventsSchema.parse(await (await who.fetch('/events')).json()).events;
    expect(await listOf(session)).toMatchObject([
      { id: event.id, part: 'collaborator', ownerName: 'owner@example.org' },
    ]);
    const mine = (await listOf(owner)).find((one) => one.id === event.id);
    expect(mine).toMatchObject({ part: 'owner', ownerName: null });
    const theirs = (await listOf(admin)).find((one) => one.id === event.id);
    expect(theirs).toMatchObject({ part: 'admin', ownerName: 'owner@example.org' });
    const seen = collaboratorsSchema.parse(
      await (await session.fetch(`/events/${event.id}/collaborators`)).json(),
    );
    expect(seen.collaborators.map(({ userId, invited }) => [userId, invited])).toEqual([[id, false]]);
  });

  test('may have events of their own, when the account has', async () => {
    const event = await makeEvent('Shared work');
    await gateway.addUser('colleague@example.org', 'organizer');
    const colleague = await gateway.signIn('colleague@example.org');
    const own = await makeEvent('Own', colleague);
    await add(event.id, { email: 'colleague@example.org' });
    const { events } = eventsSchema.parse(await (await colleague.fetch('/events')).json());
    expect(events.map(({ name, part }) => [name, part])).toEqual([
      ['Own', 'owner'],
      ['Shared work', 'collaborator'],
    ]);
    expect((await colleague.post(`/events/${own.id}/shares`, { scope: { kind: 'gallery' } })).status).toBe(
      201,
    );
    expect((await colleague.post(`/events/${event.id}/shares`, { scope: { kind: 'gallery' } })).status).toBe(
      403,
    );
  });

  test('leaves by themselves, and sends nobody else away', async () => {
    const event = await makeEvent('Leaving');
    const one = await helperOf(event.id, 'leaves@example.org');
    const two = await helperOf(event.id, 'stays@example.org');
    expect(await refusalOf(remove(event.id, two.id, one.session))).toEqual([403, 'left-to-organizer']);
    expect((await remove(event.id, one.id, one.session)).status).toBe(204);
    expect((await one.session.fetch(`/events/${event.id}`)).status).toBe(404);
    expect((await two.session.fetch(`/events/${event.id}`)).status).toBe(200);
    expect((await remove(event.id, one.id)).status).toBe(404);
    expect((await remove(event.id, ownerId)).status).toBe(404);
  });
});

describe('a removed collaborator', () => {
  test('gets nothing more: no page, no byte, no part of an upload, no download that was begun, no progress', async () => {
    const event = await makeEvent('Over');
    const { id, session } = await helperOf(event.id, 'over@example.org');
    const photoId = await send(session, event.id, 'a.jpg');
    const zip = zipSchema.parse(await (await session.post(`/events/${event.id}/zips`, {})).json());
    const fetchZip = () => session.fetch(zip.url.replace(/^.*\/api/, ''), { headers: { range: 'bytes=1-' } });
    expect((await fetchZip()).status).toBe(206);
    const tus = new TusClient(
      (path, init) => session.fetch(path.replace(/^.*\/api/, ''), init),
      `/events/${event.id}/uploads`,
    );
    const bytes = photoBytes('a photo in two parts');
    const location = (await tus.begin({ name: 'b.jpg', bytes })).headers.get('location') ?? '';
    expect((await tus.send(location, bytes, 0, 8)).status).toBe(204);
    const progress = (await session.fetch(`/events/${event.id}/progress/stream`)).body?.getReader();
    expect((await progress?.read())?.done).toBe(false);

    expect((await remove(event.id, id)).status).toBe(204);
    const paths = [
      `/events/${event.id}`,
      `/events/${event.id}/photos`,
      `/photos/${photoId}/original`,
      `/photos/${photoId}`,
    ];
    for (const path of paths) expect([path, (await session.fetch(path)).status]).toEqual([path, 404]);
    expect((await fetchZip()).status).toBe(404);
    expect((await tus.send(location, bytes, 8)).status).toBe(404);
    expect(eventsSchema.parse(await (await session.fetch('/events')).json()).events).toEqual([]);
    let rest = '';
    for (let part = await progress?.read(); part && !part.done; part = await progress?.read())
      rest += Buffer.from(part.value).toString();
    expect(rest).not.toContain('"photos":2');
    expect((await session.fetch('/session')).status).toBe(200);
  });

  test('brings in nothing more from their Drive', async () => {
    const event = await makeEvent('Import');
    const { id } = await helperOf(event.id, 'imports@example.org');
    const imports = new DriveImportRepository(gateway.database);
    const files = new DriveImportFileRepository(gateway.database);
    const run = { eventId: event.id, folderId: 'a-folder', folderName: null, accountId: null };
    const [theirs, mine] = [
      await imports.create({ ...run, startedBy: id }),
      await imports.create({ ...run, startedBy: ownerId }),
    ];
    const file = {
      fileId: 'f',
      name: 'f.jpg',
      path: '',
      mimeType: 'image/jpeg',
      md5: null,
      bytes: null,
      targetId: null,
    };
    await gateway.database.prisma.driveImportFile.createMany({
      data: [theirs, mine].map(({ id: driveImportId }) => ({ ...file, driveImportId, outcome: 'pending' })),
    });
    await remove(event.id, id);
    const ended = await imports.find(theirs.id);
    expect([ended?.state, ended?.error]).toEqual(['failed', expect.stringContaining('no longer helps')]);
    expect(await imports.find(mine.id)).toMatchObject({ state: 'pending', error: null });
    expect(await files.settle(theirs.id, 'f', { outcome: 'imported' })).toBe(false);
    expect(await files.settle(mine.id, 'f', { outcome: 'imported' })).toBe(true);
  });
});

test('adding and removing stand in the audit log by their ids', async () => {
  const event = await makeEvent('Audited');
  const { id } = await helperOf(event.id, 'audited@example.org');
  await remove(event.id, id);
  const { lines } = auditPageSchema.parse(
    await (await admin.fetch(`/admin/audit?eventId=${event.id}`)).json(),
  );
  const about = lines.filter(({ action }) => action.startsWith('collaborator.'));
  expect(about.map(({ action, actorId, subjectId, detail }) => [action, actorId, subjectId, detail])).toEqual(
    [
      ['collaborator.removed', ownerId, id, { account: false }],
      ['collaborator.added', ownerId, id, {}],
    ],
  );
});

test('an administrator changes roles, but nobody who has events only helps', async () => {
  const event = await makeEvent('Roles');
  const { id, session } = await helperOf(event.id, 'grows@example.org');
  expect((await patch(admin, `/admin/users/${id}`, { role: 'organizer' })).status).toBe(200);
  await makeEvent('First own', session);
  expect((await session.fetch(`/events/${event.id}`)).status).toBe(200);
  expect(await refusalOf(patch(admin, `/admin/users/${id}`, { role: 'collaborator' }))).toEqual([
    409,
    'has-events',
  ]);
  const free = await gateway.addUser('free@example.org', 'organizer');
  const changed = await patch(admin, `/admin/users/${free}`, { role: 'collaborator' });
  expect(await changed.json()).toMatchObject({ role: 'collaborator' });
});

test('an erased event has no collaborators, and takes the accounts along that nobody has taken', async () => {
  const event = await makeEvent('Erased');
  const { id } = await helperOf(event.id, 'remains@example.org');
  await add(event.id, { email: 'never@example.org', name: 'Never' });
  await new EventRepository(gateway.database).erase(event.id);
  const { prisma } = gateway.database;
  expect(await prisma.eventCollaborator.count({ where: { eventId: event.id } })).toBe(0);
  expect(await prisma.user.count({ where: { email: 'never@example.org' } })).toBe(0);
  expect(await prisma.user.count({ where: { id } })).toBe(1);
});
