/**
 * @module What it costs that the photos of an event are encrypted: uploads over tus, downloads of originals, parts of them, and a ZIP, in
 * an event that encrypts its photos and in one that does not, in turns:
 * `node benchmarks/dist/encryption.benchmark.js [photos] [megabytes] [rounds]`. Needs Linux, no photos.
 */
import { Agent, get } from 'node:http';
import { startGatewayProcess } from './gateway.process.js';
import { makeFiles } from './made.files.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';
import { sendOverTus } from './tus.send.js';

const [photos = 60, megabytes = 6, rounds = 7] = process.argv.slice(2).map(Number);
const CONNECTIONS = 4;
/** Parts of a photo, as a download that goes on asks for them. */
const PART_BYTES = 300_000;
const PARTS = 200;

const KINDS = ['plain', 'encrypted'] as const;
type Kind = (typeof KINDS)[number];
const WORK = ['upload', 'originals', 'parts', 'ZIP'] as const;
type Work = (typeof WORK)[number];
interface Cost {
  clock: number;
  /** Of the gateway, in seconds. */
  processor: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const gateway = await startGatewayProcess();
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
  const files = makeFiles(photos, Math.round(megabytes * 1e6), 2 * round * photos);
  await timed('upload', () =>
    mapWide(files, CONNECTIONS, (file) => sendOverTus(gateway, { eventId, file, agent })),
  );
  const ids = (
    await gateway.database.prisma.photo.findMany({ where: { eventId }, select: { id: true } })
  ).map(({ id }) => id);
  const addressOf = (id: string): string => `${gateway.origin}/api/photos/${id}/original`;
  await timed('originals', () => mapWide(ids, CONNECTIONS, (id) => fetchBytes(addressOf(id))));
  const parts = Array.from({ length: PARTS }, (_, n) => ({
    id: ids[n % ids.length] ?? '',
    start: (n * 104_729) % (megabytes * 1e6 - PART_BYTES),
  }));
  await timed('parts', () =>
    mapWide(parts, CONNECTIONS, ({ id, start }) =>
      fetchBytes(addressOf(id), `bytes=${start}-${start + PART_BYTES - 1}`),
    ),
  );
  const zip = await gateway.post<{ url: string }>(`/api/events/${eventId}/zips`, {});
  await timed('ZIP', () => fetchBytes(gateway.origin + zip.url));
  await gateway.database.prisma.photo.deleteMany({ where: { eventId } });
}

/** Reads all of it and keeps nothing. */
function fetchBytes(url: string, range?: string): Promise<void> {
  const headers = { authorization: gateway.authorization, ...(range !== undefined && { range }) };
  return new Promise((resolve, reject) => {
    get(url, { headers, agent }, (response) => {
      if (response.statusCode !== (range === undefined ? 200 : 206))
        reject(new Error(`${url}: ${response.statusCode}`));
      response.once('end', resolve).once('error', reject).resume();
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
