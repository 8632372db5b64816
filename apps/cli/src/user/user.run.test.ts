import { randomBytes, randomUUID } from 'node:crypto';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiptSchema } from '@visage/contracts/receipt.contract';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { verifyPassword } from '@visage/crypto/password.hash';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runReceiptVerify } from '../receipt/receipt.verify.js';
import { keepOutput } from '../testing/kept.output.js';
import { addUser, listUsers, removeUser, resetPassword } from './user.run.js';

let database: Database;
let close: () => Promise<void>;
let folder: string;
const output = keepOutput();

beforeAll(async () => {
  const copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 1 });
  folder = await mkdtemp(join(tmpdir(), 'visage-user-'));
  vi.stubEnv('DATABASE_URL', copy.url);
  vi.stubEnv('MASTER_KEY', randomBytes(32).toString('base64'));
  vi.stubEnv('KEY_STORE', join(folder, 'keys'));
  close = async () => {
    vi.unstubAllEnvs();
    await database.close();
    await copy.drop();
    await rm(folder, { recursive: true });
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
  await removeUser('benjamin@example.org', { data: folder });
  expect(await rowOf('benjamin@example.org')).toBeNull();
});

test('whoever removes an account gets a receipt of what went with it, on its own in the output or in a file, and it is genuine', async () => {
  const remove = async (email: string, receipt?: string): Promise<string> => {
    const { id: userId } = await database.prisma.user.create({
      data: { email, name: 'C', role: 'organizer', passwordHash: 'none' },
    });
    await database.prisma.zip.create({
      data: {
        ...{ id: randomUUID(), holder: 'user', holderId: userId, fileName: 'a.zip', photoIds: [] },
        ...{ eventId: randomUUID(), expiresAt: new Date() },
      },
    });
    output.forget();
    await removeUser(email, { data: folder, ...(receipt !== undefined && { receipt }) });
    return userId;
  };
  const shown = await remove('cy@example.org');
  const printed = output.text();
  expect(receiptSchema.parse(JSON.parse(printed))).toMatchObject({
    ...{ what: 'user', subjectId: shown, eventId: null, counts: { archives: 1 } },
  });
  expect(printed).not.toContain('cy@example.org');
  const file = join(folder, 'receipt.json');
  const saved = await remove('di@example.org', file);
  expect(output.text()).toBe('');
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ subjectId: saved });
  const copied = join(folder, 'printed.json');
  await writeFile(copied, printed);
  for (const one of [file, copied]) {
    await runReceiptVerify(one, { data: folder });
    expect(output.text()).toContain('Genuine');
    output.forget();
  }
});

test('nobody is removed whose receipt could not be written, and no empty receipt is left of somebody who stays', async () => {
  await database.prisma.user.create({
    data: { email: 'eve@example.org', name: 'E', role: 'organizer', passwordHash: 'none' },
  });
  const there = join(folder, 'there.json');
  await writeFile(there, 'mine');
  for (const wrong of [there, join(folder, 'none', 'receipt.json')])
    await expect(removeUser('eve@example.org', { data: folder, receipt: wrong })).rejects.toThrow(
      'name a new file',
    );
  expect(await rowOf('eve@example.org')).not.toBeNull();
  expect(await readFile(there, 'utf8')).toBe('mine');
  const unused = join(folder, 'unused.json');
  await expect(removeUser('ada@example.org', { data: folder, receipt: unused })).rejects.toThrow(
    'last administrator',
  );
  await expect(access(unused)).rejects.toThrow();
  await removeUser('eve@example.org', { data: folder });
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
  await expect(removeUser('nobody@example.org', { data: folder })).rejects.toThrow(
    'there is no account nobody@example.org',
  );
  await expect(removeUser('ada@example.org', { data: folder })).rejects.toMatchObject({
    name: 'CommandError',
    message: expect.stringContaining('make somebody else one first') as string,
  });
  const { id: ownerId } = await database.prisma.user.create({
    data: { email: 'owner@example.org', name: 'O', role: 'organizer', passwordHash: 'none' },
  });
  await database.prisma.event.create({ data: { ownerId, name: 'Wedding', embedder: 'm' } });
  await expect(removeUser('owner@example.org', { data: folder })).rejects.toThrow(
    'owner@example.org owns 1 event; erase',
  );
  await database.prisma.event.create({ data: { ownerId, name: 'Party', embedder: 'm' } });
  await expect(removeUser('owner@example.org', { data: folder })).rejects.toThrow('owns 2 events; erase');
  await database.prisma.event.updateMany({ where: { ownerId }, data: { erasedAt: new Date() } });
  await expect(removeUser('owner@example.org', { data: folder })).rejects.toThrow('has owned events');
  expect(await database.prisma.user.count()).toBe(2);
});
