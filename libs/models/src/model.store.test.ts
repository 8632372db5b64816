import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ModelEntry, ModelManifest, ModelSource } from '@visage/contracts/model.contract';
import { create } from 'tar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FetchProgress } from './model.fetch.js';
import { cachedModelPath, resolveModel, type ModelStoreOptions } from './model.store.js';
import { resolveVisionModels } from './vision.models.js';

const WEIGHTS = randomBytes(20_000);
const OTHER = randomBytes(WEIGHTS.length);

let server: Server;
let origin: string;
let asked: string[];
let answers: Map<string, RequestListener>;
let root: string;
let folder: string;
let options: ModelStoreOptions;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'visage-models-'));
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = answers.get(path);
    if (answer) return void answer(request, response);
    response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(root, { recursive: true });
});
beforeEach(async () => {
  asked = [];
  answers = new Map();
  folder = await mkdtemp(join(root, 'test-'));
  options = { modelsDir: join(folder, 'models'), cacheDir: join(folder, 'deep/cache'), registry: origin };
});
afterEach(() => {
  vi.useRealTimers();
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function model(name: string, sources: ModelSource[], more: Partial<ModelEntry> = {}): ModelEntry {
  const input = { width: 8, height: 8, order: 'rgb' as const, mean: [0], scale: [1] };
  const known = { version: '1', output: 'o', licence: 'MIT', homepage: 'https://example.org', role: 'embedder' as const };
  return { name, input, ...known, bytes: WEIGHTS.length, sha256: sha256(WEIGHTS), sources, ...more };
}

const manifestOf = (...models: ModelEntry[]): ModelManifest => ({ version: 1, defaults: { detector: 'd', landmarks: 'l', embedder: 'e' }, models });
const resolveOnly = (sources: ModelSource[], more: Partial<ModelStoreOptions> = {}) =>
  resolveModel(manifestOf(model('face', sources)), 'face', { ...options, ...more });
const cachePath = (): string => cachedModelPath(model('face', []), options.cacheDir);

async function place(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

function mirror(path: string, bytes: Uint8Array): ModelSource {
  answers.set(path, (_, response) => void response.end(bytes));
  return { kind: 'url', url: `${origin}${path}` };
}

const holds = async (path: string, bytes: Buffer): Promise<boolean> => (await readFile(path)).equals(bytes);
const repository = (file: string): ModelSource => ({ kind: 'repository', file });
const filesOf = (path: string): Promise<string[]> => readdir(path).catch(() => []);

describe('a model of the repository', () => {
  test('is used from there, and nothing is fetched', async () => {
    await place(join(options.modelsDir, 'weights/face.onnx'), WEIGHTS);
    const found = await resolveOnly([mirror('/face', WEIGHTS), repository('weights/face.onnx')]);
    expect(found).toEqual({ ...model('face', found.sources), path: join(options.modelsDir, 'weights/face.onnx') });
    expect(asked).toEqual([]);
  });

  test.each([['of that size', OTHER], ['of another size', WEIGHTS.subarray(1)]])('is refused when it is another file %s, and not fetched instead', async (_, bytes) => {
    await place(join(options.modelsDir, 'face.onnx'), bytes);
    await expect(resolveOnly([repository('face.onnx'), mirror('/face', WEIGHTS)])).rejects.toMatchObject({
      code: 'model-corrupt',
      message: expect.stringContaining('models/face.onnx is not the file the manifest describes') as string,
    });
    expect(asked).toEqual([]);
  });

  test('is refused after it was changed, though it was verified before', async () => {
    const path = join(options.modelsDir, 'face.onnx');
    await place(path, WEIGHTS);
    await resolveOnly([repository('face.onnx')]);
    await rm(path);
    await place(path, OTHER);
    await expect(resolveOnly([repository('face.onnx')])).rejects.toMatchObject({ code: 'model-corrupt' });
  });

  test('is looked for nowhere else', async () => {
    await place(join(folder, 'secret.onnx'), WEIGHTS);
    await place(join(folder, 'models-of-others/face.onnx'), WEIGHTS);
    for (const file of ['../secret.onnx', 'a/../../secret.onnx', '../models-of-others/face.onnx', join(folder, 'secret.onnx')])
      await expect(resolveOnly([repository(file)]), file).rejects.toMatchObject({ code: 'manifest-unreadable' });
  });

  test('is fetched when only a folder of its name is there', async () => {
    await mkdir(join(options.modelsDir, 'face.onnx'), { recursive: true });
    expect((await resolveOnly([repository('face.onnx'), mirror('/face', WEIGHTS)])).path).toBe(cachePath());
  });

  test('that is neither there nor anywhere else cannot be resolved', async () => {
    await expect(resolveOnly([repository('face.onnx')])).rejects.toMatchObject({
      code: 'model-unfetchable',
      message: expect.stringContaining('the manifest names no source for it') as string,
    });
  });

  test('is reported with the known names if there is none of that name', async () => {
    await expect(resolveModel(manifestOf(model('face', []), model('eyes', [])), 'nose', options)).rejects.toMatchObject({
      code: 'model-unknown',
      message: 'There is no model "nose"; the manifest has: face, eyes.',
    });
  });
});

describe('a model on this machine', () => {
  test('is fetched once, and reports its progress', async () => {
    const told: FetchProgress[] = [];
    const source = mirror('/face', WEIGHTS);
    const first = await resolveOnly([source], { onProgress: (progress) => told.push(progress) });
    expect(first.path).toBe(cachePath());
    expect(await holds(first.path, WEIGHTS)).toBe(true);
    expect([told[0], told.at(-1)]).toEqual([0, WEIGHTS.length].map((receivedBytes) => ({ model: 'face', receivedBytes, totalBytes: WEIGHTS.length })));
    expect(await resolveOnly([source], { fetch: false })).toEqual(first);
    expect(asked).toEqual(['/face']);
  });

  test('is stored beside an older version of it', async () => {
    const older = cachedModelPath(model('face', [], { sha256: 'ab'.repeat(32) }), options.cacheDir);
    expect(older).toBe(join(options.cacheDir, `face-${'ab'.repeat(8)}.onnx`));
    await place(older, OTHER);
    await resolveOnly([mirror('/face', WEIGHTS)]);
    expect(await holds(older, OTHER)).toBe(true);
  });

  test('that was damaged is fetched anew, or refused if nothing may be fetched', async () => {
    const source = mirror('/face', WEIGHTS);
    await expect(resolveOnly([source], { fetch: false })).rejects.toMatchObject({ code: 'model-missing' });
    await place(cachePath(), OTHER);
    await expect(resolveOnly([source], { fetch: false })).rejects.toMatchObject({ code: 'model-corrupt' });
    expect(asked).toEqual([]);
    await resolveOnly([source]);
    expect(await holds(cachePath(), WEIGHTS)).toBe(true);
  });

  test('is fetched once for all who ask at the same time, and asked for again after a failure', async () => {
    const source: ModelSource = { kind: 'url', url: `${origin}/face` };
    const fails = await Promise.allSettled([resolveOnly([source]), resolveOnly([source])]);
    expect(fails.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(asked).toEqual(['/face']);
    mirror('/face', WEIGHTS);
    const both = await Promise.all([resolveOnly([source]), resolveOnly([source])]);
    expect(both.map(({ path }) => path)).toEqual([cachePath(), cachePath()]);
    expect(asked).toEqual(['/face', '/face']);
  });
});

describe('sources to fetch a model from', () => {
  test('are tried in order until one has the exact file, and leave nothing half done behind', async () => {
    answers.set('/empty', (_, response) => void response.writeHead(204).end());
    const wrong = [mirror('/other', OTHER), mirror('/short', WEIGHTS.subarray(1)), mirror('/long', Buffer.concat([WEIGHTS, OTHER]))];
    const nothing = ['/nowhere', '/empty'].map((path): ModelSource => ({ kind: 'url', url: `${origin}${path}` }));
    const failure = await resolveOnly([repository('face.onnx'), ...wrong, ...nothing]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'model-unfetchable', cause: { errors: { length: 5 } } });
    const differs = 'the file there is not the one the manifest describes (SHA-256 differs)';
    const told = [differs, differs, `is larger than the ${WEIGHTS.length} bytes of the manifest`, 'answered 404', 'answered 204'];
    const list = ['/other', '/short', '/long', '/nowhere', '/empty'].map((path, index) => `${origin}${path}: ${told[index]}`).join('; ');
    expect((failure as Error).message).toContain(`Model "face" could not be fetched (${list}).`);
    expect(await filesOf(options.cacheDir)).toEqual([]);

    asked = [];
    await resolveOnly([...wrong, mirror('/right', WEIGHTS), mirror('/unasked', WEIGHTS)]);
    expect(asked).toEqual(['/other', '/short', '/long', '/right']);
    expect((await filesOf(options.cacheDir)).map((name) => join(options.cacheDir, name))).toEqual([cachePath()]);
  });

  test('may have moved', async () => {
    mirror('/new', WEIGHTS);
    answers.set('/old', (_, response) => void response.writeHead(302, { location: '/new' }).end());
    await resolveOnly([{ kind: 'url', url: `${origin}/old` }]);
    expect(asked).toEqual(['/old', '/new']);
  });

  test('are given up when nothing comes for half a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = new Promise<void>((resolve) => answers.set('/silent', () => resolve()));
    const resolving = resolveOnly([{ kind: 'url', url: `${origin}/silent` }]);
    resolving.catch(() => undefined);
    await silent;
    vi.advanceTimersByTime(30_000);
    await expect(resolving).rejects.toThrow('/silent: no answer');
  });

  test('have half a minute for each chunk, and are given up midway, too', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let arrived: (bytes: number) => void = () => undefined;
    const next = (): Promise<number> => new Promise((resolve) => (arrived = resolve));
    const began = next();
    let send: (bytes: Uint8Array) => void = () => undefined;
    answers.set('/slow', (_, response) => {
      send = (bytes) => void response.write(bytes);
      arrived(-1);
    });
    const resolving = resolveOnly([{ kind: 'url', url: `${origin}/slow` }], {
      onProgress: ({ receivedBytes }) => receivedBytes > 0 && arrived(receivedBytes),
    });
    resolving.catch(() => undefined);
    await began;
    for (const count of [1, 2, 3]) {
      vi.advanceTimersByTime(29_999);
      const part = next();
      send(WEIGHTS.subarray(0, 1));
      expect(await part).toBe(count);
    }
    vi.advanceTimersByTime(30_000);
    await expect(resolving).rejects.toThrow('/slow: no more bytes came');
    expect(await filesOf(options.cacheDir)).toEqual([]);
  });
});

describe('a model in a package of npm', () => {
  let packages = 0;
  const EYES = randomBytes(1000);

  /** As the registry has it: its files are below one folder, whatever its name. */
  async function publish(bytes?: Uint8Array): Promise<{ name: string; integrity: string }> {
    packages += 1;
    const name = `weights-${packages}`;
    const content = join(folder, name);
    await place(join(content, 'top/models/face.onnx'), WEIGHTS);
    await place(join(content, 'top/models/eyes.onnx'), EYES);
    await place(join(content, 'top/old/models/face.onnx'), OTHER);
    await place(join(content, 'top/run'), Buffer.from(name)); // no two packages are alike
    await create({ gzip: true, cwd: content, file: `${content}.tgz` }, ['top']);
    const tarball = bytes ?? (await readFile(`${content}.tgz`));
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    mirror(`/${name}.tgz`, tarball);
    const versions = { '1.0.0': { name, version: '1.0.0', dist: { tarball: `${origin}/${name}.tgz`, integrity } } };
    mirror(`/${name}`, Buffer.from(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions })));
    return { name, integrity };
  }

  const inPackage = ({ name, integrity }: { name: string; integrity: string }, file: string): ModelSource =>
    ({ kind: 'npm', package: name, version: '1.0.0', integrity, file });

  test('is taken from it, and further files of the package cost no second download', async () => {
    const published = await publish();
    const eyes = { bytes: EYES.length, sha256: sha256(EYES) };
    const manifest = manifestOf(
      model('face', [inPackage(published, 'models/face.onnx')]),
      model('eyes', [inPackage(published, 'models/eyes.onnx')], eyes),
    );
    expect(await holds((await resolveModel(manifest, 'face', options)).path, WEIGHTS)).toBe(true);
    expect(await holds((await resolveModel(manifest, 'eyes', options)).path, EYES)).toBe(true);
    expect(asked).toEqual([`/${published.name}`, `/${published.name}.tgz`]);
  });

  test('is asked for again after the registry did not have it', async () => {
    const published = await publish();
    const packument = answers.get(`/${published.name}`);
    answers.delete(`/${published.name}`);
    const source = inPackage(published, 'models/face.onnx');
    await expect(resolveOnly([source])).rejects.toMatchObject({ code: 'model-unfetchable' });
    if (packument) answers.set(`/${published.name}`, packument);
    expect(await holds((await resolveOnly([source])).path, WEIGHTS)).toBe(true);
  });

  test('is not taken from a tarball that is another package, is damaged, or lacks the file', async () => {
    const [good, another, damaged] = [await publish(), await publish(), await publish(randomBytes(2000))];
    const failure = await resolveOnly([
      inPackage({ name: another.name, integrity: good.integrity }, 'models/face.onnx'),
      inPackage(damaged, 'models/face.onnx'),
      inPackage(good, 'face.onnx'),
      inPackage({ name: 'unknown', integrity: good.integrity }, 'models/face.onnx'),
    ]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'model-unfetchable', cause: { errors: { length: 4 } } });
    const { message } = failure as Error;
    expect(message).toMatch(new RegExp(`npm ${another.name}@1.0.0: .*integrity`, 'i'));
    expect(message).toContain(`npm ${good.name}@1.0.0: has no file face.onnx`);
    expect(message).toMatch(/npm unknown@1.0.0: .*404/);
    expect(message).not.toMatch(new RegExp(`npm ${damaged.name}@1.0.0: has no file`));
    expect(await filesOf(options.cacheDir)).toEqual([]);
  });
});

describe('the models of a photo', () => {
  const manifest = manifestOf(
    ...[...'dle'].map((name) =>
      model(name, [repository(`${name}.onnx`)], { role: { d: 'detector', l: 'landmarks', e: 'embedder' }[name] as ModelEntry['role'] }),
    ),
    model('another', [repository('e.onnx')]),
  );
  beforeEach(async () => {
    for (const name of 'dle') await place(join(options.modelsDir, `${name}.onnx`), WEIGHTS);
  });

  test('are those that the manifest names, or the ones that were chosen', async () => {
    const names = async (choice?: Parameters<typeof resolveVisionModels>[2]) =>
      Object.entries(await resolveVisionModels(manifest, options, choice)).map(([role, { name }]) => `${role} ${name}`);
    expect(await names()).toEqual(['detector d', 'landmarks l', 'embedder e']);
    expect(await names({ embedder: 'another', secondEmbedder: 'e' })).toEqual(['detector d', 'landmarks l', 'embedder another', 'secondEmbedder e']);
  });

  test('are refused for another role than their own', async () => {
    for (const choice of [{ detector: 'e' }, { landmarks: 'd' }, { embedder: 'l' }, { secondEmbedder: 'd' }])
      await expect(resolveVisionModels(manifest, options, choice)).rejects.toMatchObject({ code: 'model-role' });
  });
});
