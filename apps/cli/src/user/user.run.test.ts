import { createDatabase, type Database } from '@visage/database/client/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { verifyPassword } from '@visage/crypto/password.hash';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepOutput } from '../testing/kept.output.js';
import { addUser, listUsers, removeUser, resetPassword } from './user.run.js';

let database: Database;
let close: () => Promise<void>;
const output = keepOutput();

beforeAll(async () => {
  const copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 1 });
  vi.stubEnv('DATABASE_URL', copy.url);
  close = async () => {
    vi.unstubAllEnvs();
    await database.close();
    await copy.drop();
  };
});
afterAll(() => close());

const rowOf = (email: string) => database.prisma.user.findUnique({ where: { email } });
const passwordOf = (text: string): string => / Password: (\S+)\n/.exec(text)?.[1] ?? '';

test('an account is added with a password that is shown once, listed, given another password and removed', async () => {
  await listUsers({});
  expect(output.text()).toContain('No accounts yet');
  await addUser(' Ada@Example.org ', { role: 'admin' });
  const first = passwordOf(output.text());
  expect(output.text()).toContain('Added ada@example.org (admin).');
  expect(await rowOf('ada@example.org')).toMatchObject({ name: 'ada', role: 'admin' });
  expect(await verifyPassword((await rowOf('ada@example.org'))?.passwordHash ?? null, first)).toBe(true);
  await addUser('benjamin@example.org', { role: 'organizer', name: 'Ben' });

  output.forget();
  await listUsers({});
  expect(output.text()).toBe(
    'ada@example.org       admin         ada\nbenjamin@example.org  organizer     Ben\n',
  );
  const before = (await rowOf('benjamin@example.org'))?.sessionsFrom;
  await resetPassword('BENJAMIN@example.org', {});
  const after = await rowOf('benjamin@example.org');
  expect(await verifyPassword(after?.passwordHash ?? null, passwordOf(output.text()))).toBe(true);
  expect([
    after?.sessionsFrom.getTime() === before?.getTime(),
    output.text().includes('its sessions have ended'),
  ]).toEqual([false, true]);
  await removeUser('benjamin@example.org', {});
  expect([
    await rowOf('benjamin@example.org'),
    output.text().endsWith('Removed benjamin@example.org.\n'),
  ]).toEqual([null, true]);
});

test('what is not possible is refused with what to do instead, and changes nothing', async () => {
  await expect(addUser('ada@example.org', { role: 'organizer' })).rejects.toThrow(
    'visage user password ada@example.org',
  );
  for (const wrong of ['ada', '', 'a b@example.org'])
    await expect(addUser(wrong, { role: 'organizer' })).rejects.toMatchObject({
      name: 'CommandError',
      exitCode: 2,
    });
  await expect(resetPassword('nobody@example.org', {})).rejects.toThrow(
    'there is no account nobody@example.org',
  );
  await expect(removeUser('nobody@example.org', {})).rejects.toThrow(
    'there is no account nobody@example.org',
  );
  await expect(removeUser('ada@example.org', {})).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringContaining('make somebody else one first') as string,
  });
  const { id: ownerId } = await database.prisma.user.create({
    data: { email: 'owner@example.org', name: 'O', role: 'organizer', passwordHash: 'none' },
  });
  await database.prisma.event.create({ data: { ownerId, name: 'Wedding', embedder: 'm' } });
  await expect(removeUser('owner@example.org', {})).rejects.toThrow('owner@example.org owns 1 event; erase');
  await database.prisma.event.create({ data: { ownerId, name: 'Party', embedder: 'm' } });
  await expect(removeUser('owner@example.org', {})).rejects.toThrow('owns 2 events; erase');
  expect(await database.prisma.user.count()).toBe(2);
});
