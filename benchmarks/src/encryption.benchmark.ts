/**
 * @module What it costs that the photos of an event are encrypted: uploads over tus, downloads of originals, parts of them, and a ZIP, in
 * an event that encrypts its photos and in one that does not, in turns, as fast as the machine goes and over a line of a gigabit, and searches by
 * selfie in both:
 * `node benchmarks/dist/encryption.benchmark.js [photos] [megabytes] [rounds]`. Needs Linux; the selfie is one of LFW.
 */
import { readdir, readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeEvent } from '@visage/clustering/measure/made.event';
import { dataFolder } from './data.folder.js';
import { startGatewayProcess } from './gateway.process.js';
import { makeFiles } from './made.files.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';
import { sendSelfie } from './selfie.send.js';
import { SharedLine } from './shared.line.js';
import { storeFaces } from './stored.faces.js';
import { sendOverTus } from './tus.send.js';

const [photos = 60, megabytes = 6, rounds = 7] = process.argv.slice(2).map(Number);
const CONNECTIONS = 4;
/** Parts of a photo, as a download that goes on asks for them. */
const PART_BYTES = 300_000;
const PARTS = 200;
/** Of the event that is searched, and selfies of a round. */
const FACES = 5_000;
const SELFIES = 10;

const KINDS = ['plain', 'encrypted'] as const;
type Kind = (typeof KINDS)[number];
const WORK = [
  ...(['upload', 'search', 'originals', 'parts', 'ZIP'] as const),
  ...(['upload, gigabit', 'originals, gigabit', 'ZIP, gigabit'] as const),
];
type Work = (typeof WORK)[number];
interface Cost {
  clock: number;
  /** Of the gateway, in seconds. */
  processor: number;
}

const line = new SharedLine(1000);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const selfie = await anySelfie();
const made = makeEvent(FACES, 1, { dimensions: 512 });
const faces = [...made.truth].map((person, row) => ({
  person: String(person),
  embedding: made.embeddings.subarray(row * 512, (row + 1) * 512),
}));
const gateway = await startGatewayProcess();
gateway.start('embedder');
const costs = new Map<`${Kind} ${Work}`, Cost[]>();
try {
  for (let round = 0; round <= rounds; round += 1)
    for (const kind of round % 2 === 0 ? KINDS : KINDS.toReversed()) await measure(kind, round);
} finally {
  agent.destroy();
  await gateway.stop();
}
report('encryption', WORK.map(rowOf), { photos, megabytes, rounds });

async function measure(kind: Kind, round: number): Promise<void> {
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', {
    ...{ name: `${kind} ${round}`, encrypted: kind === 'encrypted' },
  });
  const timed = async (work: Work, run: () => Promise<unknown>): Promise<void> => {
    const [begun, used] = [performance.now(), gateway.seconds()];
    await run();
    if (round === 0) return; // what is compiled and cached by then is not measured
    const cost = { clock: (performance.now() - begun) / 1000, processor: gateway.seconds() - used };
    costs.set(`${kind} ${work}`, [...(costs.get(`${kind} ${work}`) ?? []), cost]);
  };
  const size = Math.round(megabytes * 1e6);
  const files = makeFiles(photos, size, 4 * round * photos);
  await timed('upload', () =>
    mapWide(files, CONNECTIONS, (file) => sendOverTus(gateway, { eventId, file, agent })),
  );
  const more = makeFiles(photos, size, (4 * round + 2) * photos);
  await timed('upload, gigabit', () =>
    mapWide(more, CONNECTIONS, (file) => sendOverTus(gateway, { eventId, file, agent, line })),
  );
  // before those that have no file
  const stored = await gateway.database.prisma.photo.findMany({ where: { eventId }, select: { id: true } });
  const ids = stored.slice(0, photos).map(({ id }) => id);
  await storeFaces(gateway, eventId, faces);
  const share = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, {});
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  await searched(token); // reads the faces into memory
  await timed('search', async () => {
    for (let n = 0; n < SELFIES; n += 1) await searched(token);
  });
  const addressOf = (id: string): string => `${gateway.origin}/api/photos/${id}/original`;
  await timed('originals', () => mapWide(ids, CONNECTIONS, (id) => fetchBytes(addressOf(id))));
  const parts = Array.from({ length: PARTS }, (_, n) => ({
    id: ids[n % ids.length] ?? '',
    start: (n * 104_729) % (megabytes * 1e6 - PART_BYTES),
  }));
  await timed('parts', () =>
    mapWide(parts, CONNECTIONS, ({ id, start }) =>
      fetchBytes(addressOf(id), { range: `bytes=${start}-${start + PART_BYTES - 1}` }),
    ),
  );
  const zip = await gateway.post<{ url: string }>(`/api/events/${eventId}/zips`, { photoIds: ids });
  await timed('ZIP', () => fetchBytes(gateway.origin + zip.url));
  const slowly = { over: line };
  await timed('originals, gigabit', () =>
    mapWide(ids, CONNECTIONS, (id) => fetchBytes(addressOf(id), slowly)),
  );
  await timed('ZIP, gigabit', () => fetchBytes(gateway.origin + zip.url, slowly));
  await gateway.database.prisma.photo.deleteMany({ where: { eventId } });
}

async function anySelfie(): Promise<Buffer<ArrayBuffer>> {
  const folder = join(dataFolder('lfw'), 'images');
  const names = await readdir(folder, { recursive: true });
  const name = names.filter((one) => one.endsWith('.jpg')).sort()[0] ?? '';
  return Buffer.from(await readFile(join(folder, name)));
}

/** Again while the embedder starts. */
async function searched(token: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const { status } = await sendSelfie(gateway.origin, token, selfie);
    if (status < 300) return;
    if (status !== 503) throw new Error(`a selfie was answered with ${status}`);
    await wait(200);
  }
  throw new Error('the embedder did not start within a minute');
}

/** Reads all of it and keeps nothing. */
function fetchBytes(url: string, { range, over }: { range?: string; over?: SharedLine } = {}): Promise<void> {
  const headers = { authorization: gateway.authorization, ...(range !== undefined && { range }) };
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (response) => {
      if (response.statusCode !== (range === undefined ? 200 : 206))
        reject(new Error(`${url}: ${response.statusCode}`));
      response.once('end', resolve).once('error', reject);
      if (!over) return void response.resume();
      response.on('data', (chunk: Buffer) => {
        response.pause();
        void over.take(chunk.length).then(() => response.resume());
      });
    }).once('error', reject);
  });
}

function rowOf(work: Work): Row {
  const median = (kind: Kind, what: keyof Cost): number => {
    const values = (costs.get(`${kind} ${work}`) ?? []).map((cost) => cost[what]).sort((a, b) => a - b);
    return values[values.length >> 1] ?? NaN;
  };
  const ratio = (what: keyof Cost): string => (median('encrypted', what) / median('plain', what)).toFixed(2);
  return {
    work,
    'plain, s': median('plain', 'clock').toFixed(2),
    'encrypted, s': median('encrypted', 'clock').toFixed(2),
    'times by the clock': ratio('clock'),
    'gateway, plain, processor s': median('plain', 'processor').toFixed(2),
    'times by the processor': ratio('processor'),
  };
}
