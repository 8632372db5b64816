import { eventSchema } from '@visage/contracts/event.contract';
import { modelUsesSchema } from '@visage/contracts/model-use.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { jobFailuresSchema, queueStatesSchema } from '@visage/contracts/queue.contract';
import { SAFE_SHARE_DEFAULTS, shareSchema } from '@visage/contracts/share.contract';
import { managedUsersSchema, passwordLinkSchema, userMadeSchema } from '@visage/contracts/user.contract';
import { QUEUE_PREFIX } from '@visage/queues/queue.settings';
import { photoBytes } from '@visage/testing/photo.bytes';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postJson, startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { refusalOf } from './testing/problem.code.js';

let gateway: GatewayFixture;
let admin: Session;
let adminId: string;

beforeAll(async () => {
  gateway = await startGateway();
  adminId = await gateway.addUser('admin@example.org', 'admin');
  admin = await gateway.signIn('admin@example.org');
});
afterAll(() => gateway.stop());

function send(method: 'PATCH' | 'PUT', path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return admin.fetch(path, { method, headers, body: JSON.stringify(body) });
}

test('a new user sets a password by a link that works once, signs in, and is switched off at once', async () => {
  const made = userMadeSchema.parse(
    await (await admin.post('/admin/users', { email: 'Eva@Example.org', name: 'Eva' })).json(),
  );
  const token = made.passwordLink?.url.split('#')[1] ?? '';
  expect(await (await fetch(`${gateway.api}/password-links/${token}`)).json()).toEqual({
    email: 'eva@example.org',
    name: 'Eva',
  });
  const set = (password: string) => postJson(`${gateway.api}/password-links/${token}`, { password });
  expect((await set('short')).status).toBe(422);
  expect((await set('a new long password')).status).toBe(204);
  expect((await set('the password of a thief')).status).toBe(404);

  const eva = await gateway.signIn('eva@example.org', 'a new long password');
  expect((await eva.fetch('/admin/users')).status).toBe(403);
  expect((await send('PATCH', `/admin/users/${made.user.id}`, { disabled: true })).status).toBe(200);
  expect((await eva.fetch('/session')).status).toBe(401);
  const again = postJson(`${gateway.api}/session`, {
    email: 'eva@example.org',
    password: 'a new long password',
  });
  expect(await refusalOf(again)).toEqual([403, 'account-disabled']);
  expect(await refusalOf(admin.post('/admin/users', { email: 'EVA@example.org', name: 'Other' }))).toEqual([
    422,
    'invalid-request',
  ]);
});

test('a reset link sets another password, and ends the sessions that the old one opened', async () => {
  const id = await gateway.addUser('lost@example.org', 'organizer');
  const session = await gateway.signIn('lost@example.org');
  const { url } = passwordLinkSchema.parse(
    await (await admin.post(`/admin/users/${id}/password-link`, {})).json(),
  );
  await postJson(`${gateway.api}/password-links/${url.split('#')[1] ?? ''}`, { password: 'found it again' });
  expect((await session.fetch('/session')).status).toBe(401);
  await gateway.signIn('lost@example.org', 'found it again');
});

test('the last administrator can neither be removed, demoted nor switched off, not even by two at once', async () => {
  for (const change of [{ role: 'organizer' }, { disabled: true }])
    expect(await refusalOf(send('PATCH', `/admin/users/${adminId}`, change))).toEqual([409, 'last-admin']);
  expect(await refusalOf(admin.fetch(`/admin/users/${adminId}`, { method: 'DELETE' }))).toEqual([
    409,
    'last-admin',
  ]);
  const second = await gateway.addUser('second@example.org', 'admin');
  const both = [adminId, second].map((id) => send('PATCH', `/admin/users/${id}`, { role: 'organizer' }));
  const answers = await Promise.all(both);
  expect(await gateway.database.prisma.user.count({ where: { role: 'admin' } })).toBe(1);
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  await gateway.database.prisma.user.update({ where: { id: adminId }, data: { role: 'admin' } });
});

test('an organizer with a quota is told when events or storage are used up, and a photo that is there costs nothing', async () => {
  const id = await gateway.addUser('small@example.org', 'organizer');
  const small = await gateway.signIn('small@example.org');
  await send('PATCH', `/admin/users/${id}`, { quotaEvents: 1, quotaBytes: 24 });
  const event = eventSchema.parse(await (await small.post('/events', { name: 'One' })).json());
  expect(await refusalOf(small.post('/events', { name: 'Two' }))).toEqual([409, 'quota-exceeded']);

  const upload = async (content: string) => {
    const form = new FormData();
    form.append('files', new File([photoBytes(content)], 'a.jpg'));
    const response = await small.fetch(`/events/${event.id}/photos`, { method: 'POST', body: form });
    const [first] = photoUploadsSchema.parse(await response.json()).uploads;
    return first;
  };
  expect(await upload('fifteen letters')).toMatchObject({ outcome: 'stored' });
  expect(await upload('twenty more bytes ..')).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('full') as string,
  });
  expect(await upload('fifteen letters')).toMatchObject({ outcome: 'duplicate' });
  const { users } = managedUsersSchema.parse(await (await admin.fetch('/admin/users')).json());
  expect(users.find((user) => user.id === id)).toMatchObject({
    events: 1,
    usedBytes: 19,
    quotaBytes: 24,
    quotaEvents: 1,
  });
});

test('what failed in a queue is shown with its reason, and goes back to work when it is tried again', async () => {
  const connection = { url: gateway.env.REDIS_URL };
  const queue = new Queue('cluster', { connection, prefix: QUEUE_PREFIX });
  const worker = new Worker('cluster', () => Promise.reject(new UnrecoverableError('no memory')), {
    connection,
    prefix: QUEUE_PREFIX,
  });
  const failed = new Promise((resolve) => worker.once('failed', resolve));
  await queue.add('cluster', { eventId: adminId });
  await failed;
  await worker.close();
  const list = async () =>
    jobFailuresSchema.parse(await (await admin.fetch('/admin/queues/cluster/failures')).json()).failures;
  const [job] = await list();
  expect(job).toMatchObject({ subjectId: adminId, reason: 'no memory' });
  expect((await admin.post(`/admin/queues/cluster/failures/${job?.id ?? ''}/retry`, {})).status).toBe(204);
  expect(await list()).toEqual([]);
  const { queues } = queueStatesSchema.parse(await (await admin.fetch('/admin/queues')).json());
  expect(queues.find(({ name }) => name === 'cluster')).toMatchObject({ failed: 0, waiting: 1 });
  expect((await admin.fetch('/admin/queues/none/failures')).status).toBe(422);
  await queue.close();
});

test('new shares start with what an administrator chose; an organizer may still choose otherwise', async () => {
  const defaults = {
    ...SAFE_SHARE_DEFAULTS,
    rights: { ...SAFE_SHARE_DEFAULTS.rights, original: false },
    days: null,
    approvalRequired: true,
  };
  expect((await send('PUT', '/admin/share-defaults', defaults)).status).toBe(200);
  const event = eventSchema.parse(await (await admin.post('/events', { name: 'Party' })).json());
  const plain = shareSchema.parse(
    await (await admin.post(`/events/${event.id}/shares`, {})).json(),
  ).attributes;
  expect(plain).toMatchObject({
    rights: { original: false, view: true },
    limits: { until: null, approvalRequired: true },
  });
  const own = { rights: { original: true }, approvalRequired: false };
  const chosen = shareSchema.parse(
    await (await admin.post(`/events/${event.id}/shares`, own)).json(),
  ).attributes;
  expect(chosen).toMatchObject({ rights: { original: true }, limits: { approvalRequired: false } });
});

test('the models are shown with licence and threshold, and which one compares the faces of new events', async () => {
  const { models } = modelUsesSchema.parse(await (await admin.fetch('/admin/models')).json());
  const current = models.filter((model) => model.current);
  expect(current.map(({ role }) => role).sort()).toEqual(['detector', 'embedder', 'landmarks']);
  expect(current.find(({ role }) => role === 'embedder')?.threshold).toBeGreaterThan(0);
  expect(models.every(({ licence, version }) => licence !== '' && version !== '')).toBe(true);
});
