import { auditPageSchema, type AuditLine } from '@visage/contracts/audit.contract';
import type { Event } from '@visage/contracts/event.contract';
import type { PhotoUploads } from '@visage/contracts/photo.contract';
import type { Share } from '@visage/contracts/share.contract';
import { AuditRepository } from '@visage/database/audit/audit.repository';
import { SessionRepository } from '@visage/database/user/session.repository';
import { STORE } from '@visage/host/host.token';
import { Originals } from '@visage/originals/originals';
import type { ObjectStore } from '@visage/storage/object.store';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AuditSweep } from './audit/audit.sweep.js';
import { BrowserJar } from './testing/browser.jar.js';
import {
  PASSWORD,
  postJson,
  startGateway,
  type GatewayFixture,
  type Session,
} from './testing/gateway.fixture.js';
import { finishPhoto } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let admin: Session;
let organizer: Session;
let organizerId: string;

beforeAll(async () => {
  gateway = await startGateway();
  await gateway.addUser('admin@example.org', 'admin');
  organizerId = await gateway.addUser('organizer@example.org', 'organizer');
  admin = await gateway.signIn('admin@example.org');
  organizer = await gateway.signIn('organizer@example.org');
});
afterAll(() => gateway.stop());

async function lines(query = ''): Promise<AuditLine[]> {
  const response = await admin.fetch(`/admin/audit?limit=200&${query}`);
  return auditPageSchema.parse(await response.json()).lines;
}

const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;

async function eventWithPhoto(name: string): Promise<{ event: Event; photoId: string }> {
  const event = await json<Event>(organizer.post('/events', { name }));
  const form = new FormData();
  form.append('files', new File([photoBytes(`photo of ${name}`)], 'a.jpg'));
  const uploads = await json<PhotoUploads>(
    organizer.fetch(`/events/${event.id}/photos`, { method: 'POST', body: form }),
  );
  const photoId = uploads.uploads[0]?.photo?.id ?? '';
  await finishPhoto(gateway, photoId, []);
  return { event, photoId };
}

test('the log tells who made, shared, saw and downloaded what, and a gallery that is looked through is one line', async () => {
  const { event, photoId } = await eventWithPhoto('Gala');
  const share = await json<Share>(
    organizer.post(`/events/${event.id}/shares`, { scope: { kind: 'gallery' }, password: 'champagne' }),
  );
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const guest = new BrowserJar(gateway.origin);
  await guest.post(`/guest/${token}/password`, { password: 'champagne' });
  await guest.fetch(`/guest/${token}/photos`);
  for (let i = 0; i < 20; i++) expect((await guest.fetch(`/photos/${photoId}/preview`)).status).toBe(200);
  await guest.fetch(`/photos/${photoId}/original`);
  await organizer.fetch(`/shares/${share.id}`, { method: 'DELETE' });

  const told = (await lines(`eventId=${event.id}`)).map(({ actor, actorId, action, count }) => [
    action,
    actor,
    actorId,
    count,
  ]);
  expect(told).toContainEqual(['event.made', 'user', organizerId, 1]);
  expect(told).toContainEqual(['photo.added', 'user', organizerId, 1]);
  expect(told).toContainEqual(['share.made', 'user', organizerId, 1]);
  expect(told).toContainEqual(['photo.original-fetched', 'link', share.id, 1]);
  expect(told).toContainEqual(['share.revoked', 'user', organizerId, 1]);
  const seen = told.filter(([action]) => action === 'photo.seen');
  expect(seen.length).toBeLessThanOrEqual(2); // two when the test crosses the full hour
  expect(seen.reduce((sum, [, , , count]) => sum + Number(count), 0)).toBe(20);
  expect(JSON.stringify(await lines())).not.toContain('champagne');
});

test('failed sign-ins are told with the account and the address, never with what was typed', async () => {
  await postJson(`${gateway.api}/session`, { email: 'organizer@example.org', password: 'hunter2hunter2' });
  await postJson(`${gateway.api}/session`, { email: 'my.secret@example.org', password: PASSWORD });
  const [unknown, known] = await lines('action=session.refused');
  expect(known).toMatchObject({ actor: 'nobody', subjectId: organizerId, detail: { address: '127.0.0.1' } });
  expect(unknown?.subjectId).toBeNull();
  expect(JSON.stringify(await lines())).not.toMatch(/hunter2|my\.secret/);
});

test('an erased event keeps its lines, without its name', async () => {
  const { event } = await eventWithPhoto('Very private');
  await organizer.fetch(`/events/${event.id}`, { method: 'DELETE' });
  await organizer.fetch(`/trash/events/${event.id}`, { method: 'DELETE' });
  const told = await lines(`eventId=${event.id}`);
  expect(told.map((line) => line.action)).toContain('event.erased');
  expect(JSON.stringify(told)).not.toContain('Very private');
});

describe('whatever fails after it, the log tells of', () => {
  const away = new Error('the store is away');

  test('an event whose files cannot be removed', async () => {
    const { event } = await eventWithPhoto('Gala');
    await organizer.fetch(`/events/${event.id}`, { method: 'DELETE' });
    vi.spyOn(gateway.app.get<ObjectStore>(STORE, { strict: false }), 'deletePrefix').mockRejectedValueOnce(
      away,
    );
    await organizer.fetch(`/trash/events/${event.id}`, { method: 'DELETE' });
    expect((await lines(`eventId=${event.id}`)).map(({ action }) => action)).toContain('event.erased');
  });

  test('photos whose gateway dies while it removes their files', async () => {
    const { event, photoId } = await eventWithPhoto('Gala');
    const select = (what: string): Promise<Response> =>
      organizer.post(`/events/${event.id}/photos/${what}`, { photoIds: [photoId] });
    await select('trash');
    let told: string[] = [];
    vi.spyOn(gateway.app.get(Originals, { strict: false }), 'erase').mockImplementationOnce(async () => {
      told = (await lines(`eventId=${event.id}`)).map(({ action }) => action);
      throw away;
    });
    await select('erase');
    expect(told).toContain('photo.erased');
  });

  test('an account whose sessions cannot be ended', async () => {
    const id = await gateway.addUser('eva@example.org', 'organizer');
    vi.spyOn(SessionRepository.prototype, 'endAll').mockRejectedValueOnce(new Error('the database is away'));
    await admin.fetch(`/admin/users/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ disabled: true }),
    });
    expect((await lines('action=user.changed')).map(({ subjectId }) => subjectId)).toContain(id);
  });
});

test('pages follow one another without a gap, and the export has every line of its filter', async () => {
  const all = await lines();
  const paged: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await admin.fetch(`/admin/audit?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
    const page = auditPageSchema.parse(await answer.json());
    paged.push(...page.lines.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(all.map(({ id }) => id));
  const csv = await admin.fetch(`/admin/audit.csv?actorId=${organizerId}`);
  expect(csv.headers.get('content-disposition')).toContain('audit.csv');
  const rows = (await csv.text()).trim().split('\r\n');
  expect(rows).toHaveLength(1 + all.filter(({ actorId }) => actorId === organizerId).length);
  expect((await organizer.fetch('/admin/audit.csv')).status).toBe(403);
});

test('lines go when their days are over, and not before', async () => {
  const audit = new AuditRepository(gateway.database);
  const day = 24 * 60 * 60_000;
  for (const age of [364, 366]) {
    const at = new Date(Date.now() - age * day);
    await audit.add({
      actor: 'nobody',
      actorId: null,
      action: 'photo.seen',
      subjectId: `${age} days`,
      count: 1,
      at,
    });
  }
  await gateway.app.get(AuditSweep).sweep();
  const left = (await lines('actor=nobody&action=photo.seen')).map(({ subjectId }) => subjectId);
  expect(left).toEqual(['364 days']);
});
