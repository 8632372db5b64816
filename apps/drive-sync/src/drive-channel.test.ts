import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { keepChannel, stopChannel, type ChannelDependencies } from './drive-channel.js';
import { startMirrorFixture, type MirrorFixture, type MirrorTrial } from './testing/mirror.fixture.js';

const HOUR_MS = 3_600_000;
const SOURCE = { accountId: null, driveId: null };
let fixture: MirrorFixture;
let trial: MirrorTrial;
let channels: DriveChannelRepository;
let dependencies: ChannelDependencies;

beforeAll(async () => {
  fixture = await startMirrorFixture();
  channels = new DriveChannelRepository(fixture.database);
});
afterAll(() => fixture.stop());
beforeEach(async () => {
  await fixture.database.prisma.driveMirror.deleteMany();
  await fixture.database.prisma.driveChannel.deleteMany();
  trial = await fixture.begin('fromDrive');
  await trial.start();
  const { watcher, clock } = trial.dependencies;
  dependencies = {
    watcher,
    channels,
    clock,
    address: 'https://photos.example.org/api/drive/notes',
    tokenOf: (id) => `token of ${id}`,
  };
});
afterEach(() => trial.stop());

const idle = (): Promise<string[]> => channels.findIdle(10, new Date());
async function currentChannel() {
  const channel = await channels.findOf(SOURCE);
  if (!channel) throw new Error('there is no channel');
  return channel;
}

test('a channel is opened once, followed by another before it ends, and stopped when no mirror needs it', async () => {
  await keepChannel(SOURCE, { ...dependencies, address: null });
  expect(trial.drive.channels.open.size).toBe(0);
  await keepChannel(SOURCE, dependencies);
  await keepChannel(SOURCE, dependencies);
  const first = await currentChannel();
  expect([...trial.drive.channels.open.values()]).toMatchObject([
    { id: first.id, resourceId: first.resourceId, token: `token of ${first.id}` },
  ]);
  expect(first.expiresAt.getTime()).toBeGreaterThan(Date.now() + 6 * 24 * HOUR_MS);
  expect(await idle()).toEqual([]);

  await channels.opened(first.id, {
    resourceId: first.resourceId ?? '',
    expiresAt: new Date(Date.now() + HOUR_MS),
  });
  await keepChannel(SOURCE, dependencies);
  const second = await currentChannel();
  expect([second.id === first.id, await idle()]).toEqual([false, [first.id]]);
  await stopChannel(first, dependencies);
  expect([...trial.drive.channels.open.keys()]).toEqual([second.id]);

  await fixture.mirrors.remove(trial.mirrorId);
  expect(await idle()).toEqual([second.id]);
  await stopChannel(second, dependencies);
  expect([trial.drive.channels.open.size, await channels.find(second.id)]).toEqual([0, null]);
  await stopChannel(second, dependencies); // Google knows it no more
});

test('a mirror is due at once by a note of its own channel, and by no other', async () => {
  await keepChannel(SOURCE, dependencies);
  const { id } = await currentChannel();
  const later = new Date(Date.now() + HOUR_MS);
  await fixture.mirrors.move(trial.mirrorId, ['active'], { state: 'active', dueAt: later });
  expect(await channels.hurryMirrors(crypto.randomUUID(), new Date())).toBe(0);
  expect(await fixture.mirrors.findDue(10, new Date())).toEqual([]);
  expect(await channels.hurryMirrors(id, new Date())).toBe(1);
  expect(await fixture.mirrors.findDue(10, new Date())).toEqual([trial.mirrorId]);
  expect(await channels.hurryMirrors(id, new Date())).toBe(0);
});

test('where Google refuses to tell, it is not asked again for an hour', async () => {
  const refused = { ...dependencies, address: 'http://photos.example.org/api/drive/notes' };
  await expect(keepChannel(SOURCE, refused)).rejects.toThrow('HTTPS');
  const asked = trial.drive.requests.length;
  await keepChannel(SOURCE, refused);
  expect(trial.drive.requests.length).toBe(asked);
  const { id } = await currentChannel();
  await channels.opened(id, { resourceId: '', expiresAt: new Date(Date.now() - 1) });
  expect(await idle()).toEqual([id]);
});

test('a channel lasts a week, is followed by the next a day before its end, and is idle after it', async () => {
  const { clock } = trial;
  const begun = Math.floor(Date.now() / 1000) * 1000;
  const at = async <T>(ms: number, ask: () => Promise<T>): Promise<T> => {
    clock.set(new Date(begun + ms));
    return ask();
  };
  const kept = async (): Promise<string> => {
    await keepChannel(SOURCE, dependencies);
    return (await currentChannel()).id;
  };
  const first = await at(0, kept);
  expect((await currentChannel()).expiresAt).toEqual(new Date(begun + 7 * 24 * HOUR_MS));
  expect(await at(6 * 24 * HOUR_MS - 1, kept)).toBe(first);
  const ended = (ms: number): Promise<string[]> =>
    channels.findIdle(10, new Date(begun + 7 * 24 * HOUR_MS + ms));
  expect([await ended(0), await ended(1)]).toEqual([[], [first]]);
  expect(await at(6 * 24 * HOUR_MS, kept)).not.toBe(first);
});

test('after a refusal an hour passes until Google is asked again', async () => {
  const begun = Date.now();
  trial.clock.set(new Date(begun));
  const refused = { ...dependencies, address: 'http://photos.example.org/api/drive/notes' };
  await expect(keepChannel(SOURCE, refused)).rejects.toThrow('HTTPS');
  trial.clock.set(new Date(begun + HOUR_MS - 1));
  await keepChannel(SOURCE, refused);
  trial.clock.set(new Date(begun + HOUR_MS));
  await expect(keepChannel(SOURCE, refused)).rejects.toThrow('HTTPS');
});
