import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { cachedModelPath } from '@visage/models/model.store';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { prepareModels } from '../models/models.run.js';
import { provideModelFiles } from './up.models.js';

const WEIGHTS = randomBytes(3_000);

let server: Server;
let asked: string[];
let root: string;
let folders: { MODELS_DIR: string; MODEL_CACHE_DIR: string };
let models: ModelEntry[];
let copy: Awaited<ReturnType<typeof openTestDatabase>>;
let database: Database;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url.startsWith('/gone')) response.writeHead(404).end();
    else response.end(WEIGHTS);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 2 });
  root = await mkdtemp(join(tmpdir(), 'visage-up-models-'));
});
afterAll(async () => {
  await database.close();
  await copy.drop();
  server.close();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  asked = [];
  await database.prisma.event.deleteMany();
  const folder = await mkdtemp(join(root, 'test-'));
  folders = { MODELS_DIR: join(folder, 'models'), MODEL_CACHE_DIR: join(folder, 'cache') };
  const roles = ['detector', 'landmarks', 'embedder'] as const;
  models = [
    ...roles.map((role) => model(role, role)),
    ...['other', 'second', 'gone'].map((name) => model(name)),
  ];
  await mkdir(folders.MODELS_DIR);
  const defaults = { detector: 'detector', landmarks: 'landmarks', embedder: 'embedder' };
  await writeFile(
    join(folders.MODELS_DIR, 'manifest.json'),
    JSON.stringify({ version: 1, defaults, models }),
  );
});

function model(name: string, role: ModelEntry['role'] = 'embedder'): ModelEntry {
  const { port } = server.address() as AddressInfo;
  return {
    ...{ name, role, version: '1', output: 'o', licence: 'MIT', homepage: 'https://example.org' },
    input: { width: 8, height: 8, order: 'rgb', mean: [0], scale: [1] },
    ...{ bytes: WEIGHTS.length, sha256: createHash('sha256').update(WEIGHTS).digest('hex') },
    sources: [{ kind: 'url', url: `http://127.0.0.1:${port}/${name}` }],
  };
}

async function makeEvent(embedder: string): Promise<string> {
  const user = { email: `${randomUUID()}@b.c`, name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  const { id: ownerId } = await new UserRepository(database).create(user);
  const id = randomUUID();
  await new EventRepository(database).create({ id, ownerId, name: 'Gala', embedder });
  return id;
}

const provide = (settings: { EMBEDDER?: string; SECOND_OPINION?: string } = {}): Promise<string[]> =>
  provideModelFiles(folders, settings, copy.url, () => undefined);

async function fetched(): Promise<string[]> {
  const here = await Promise.all(
    models.map(async (entry) =>
      access(cachedModelPath(entry, folders.MODEL_CACHE_DIR)).then(
        () => [entry.name],
        () => [],
      ),
    ),
  );
  return here.flat();
}

const DEFAULTS = ['detector', 'landmarks', 'embedder'];

test('the embedder that the settings name, the second one, and those of events are there before anything starts', async () => {
  expect([await provide(), await fetched()]).toEqual([[], DEFAULTS]);
  expect([await provide({ EMBEDDER: 'other' }), await fetched()]).toEqual([[], [...DEFAULTS, 'other']]);
  await makeEvent('second');
  expect([await provide(), await fetched()]).toEqual([[], [...DEFAULTS, 'other', 'second']]);
  const [requests] = [asked.length];
  expect(await provide({ EMBEDDER: 'other', SECOND_OPINION: 'second' })).toEqual([]);
  expect(asked, 'nothing is fetched twice').toHaveLength(requests);
});

test('a setting whose model cannot be had ends the start, and its words say which setting, which model, and why', async () => {
  await expect(provide({ EMBEDDER: 'gone' })).rejects.toThrow(
    /^EMBEDDER: Model "gone" could not be fetched \(http:.+404.+Check the connection and run `visage models gone` again[.]$/,
  );
  await expect(provide({ SECOND_OPINION: 'gone' })).rejects.toThrow(
    /^SECOND_OPINION: Model "gone" could not/,
  );
  await expect(provide({ EMBEDDER: 'nobody' })).rejects.toThrow(
    /^EMBEDDER: There is no model "nobody"; the manifest has: detector, /,
  );
  await expect(provide({ EMBEDDER: 'detector' })).rejects.toThrow(/^EMBEDDER: .+ has the role "detector"/);
});

test('an event whose model cannot be had any more keeps nobody from starting, and it is said that its photos wait', async () => {
  await makeEvent('gone');
  await makeEvent('nobody');
  await makeEvent('other');
  const said = await provide();
  expect(said.toSorted()).toEqual([
    expect.stringMatching(
      /^Model "gone" could not be fetched .+ Photos of events that were made with it wait until then[.]$/,
    ),
    expect.stringMatching(
      /^There is no model "nobody".+ Photos of events that were made with it wait until then[.]$/,
    ),
  ]);
  expect(await fetched()).toEqual([...DEFAULTS, 'other']);
  await database.prisma.event.updateMany({ data: { erasedAt: new Date() } });
  expect(await provide(), 'of erased events nothing waits').toEqual([]);
});

test('`visage models` fetches the defaults, what the settings name, and what it is told', async () => {
  const out = { write: () => true };
  for (const [name, value] of Object.entries(folders)) vi.stubEnv(name, value);
  try {
    await prepareModels(out, [], true);
    expect(await fetched()).toEqual(DEFAULTS);
    vi.stubEnv('EMBEDDER', 'other');
    await prepareModels(out, [], true);
    expect(await fetched()).toEqual([...DEFAULTS, 'other']);
    await prepareModels(out, ['second'], true);
    expect(await fetched()).toEqual([...DEFAULTS, 'other', 'second']);
    await expect(prepareModels(out, ['gone'], true)).rejects.toThrow('Model "gone" could not be fetched');
  } finally {
    vi.unstubAllEnvs();
  }
});
