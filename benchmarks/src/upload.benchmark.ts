/**
 * @module Photos over tus from several connections of which some are cut, beside the same bytes into a plain Node server:
 * `node benchmarks/dist/upload.benchmark.js [photos] [megabytes] [connections] [percent cut]`. Needs Linux.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DiskStore } from '@visage/storage/disk.store';
import { originalKey } from '@visage/storage/object.key';
import { send } from './cut.request.js';
import { startGatewayProcess, type GatewayProcess } from './gateway.process.js';
import { mebibytes, watchMemory } from './memory.watch.js';
import { processSeconds } from './process.seconds.js';
import { makeFiles } from './made.files.js';
import { mapWide } from './photo.workers.js';
import { requireOk, sendOverTus } from './tus.send.js';

const [photos = 1000, megabytes = 6, connections = 8, percentCut = 5] = process.argv.slice(2).map(Number);

const files = makeFiles(photos, Math.round(megabytes * 1e6));
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const table: [string, string][] = [
  ['photos', `${photos} of ${megabytes} MB, ${connections} connections, ${percentCut} % of them cut`],
];
const plainBefore = await intoPlainServer();
const gateway = await startGatewayProcess();
let tus = 0;
try {
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Uploads' });
  const memory = await watchMemory(gateway);
  const usedBefore = gateway.seconds();
  const begun = performance.now();
  let cuts = 0;
  await mapWide(files, connections, async (file) => {
    cuts += await sendOverTus(gateway, { eventId, file, agent, percentCut });
  });
  tus = (performance.now() - begun) / 1000;
  const used = gateway.seconds() - usedBefore;
  const { before, most } = memory.stop();
  table.push(['over tus', `${tus.toFixed(1)} s, ${rate(tus)}, ${cuts} connections cut`]);
  table.push(['processor time', `gateway ${each(used)}, plain server ${each(plainBefore.used)}`]);
  table.push(['memory of the gateway', `${mebibytes(before)} before, ${mebibytes(most)} at most`]);
  table.push(['arrived', await arrived(gateway, eventId)]);
} finally {
  await gateway.stop();
}
const plainAfter = await intoPlainServer();
const plain = (plainBefore.took + plainAfter.took) / 2;
table.push([
  'into a plain server',
  `${plainBefore.took.toFixed(1)} s before, ${plainAfter.took.toFixed(1)} s after, ${rate(plain)}`,
]);
table.push(['times the plain server', (tus / plain).toFixed(2)]);
agent.destroy();
for (const [what, measured] of table) console.log(`${what.padEnd(24)}${measured}`);

/** Seconds on the clock, and of the server's processor time. */
async function intoPlainServer(): Promise<{ took: number; used: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'visage-plain-'));
  const server = spawn(process.execPath, [join(import.meta.dirname, 'plain.server.js'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
    const begun = performance.now();
    await mapWide(files, connections, async (file) => {
      requireOk(await send(`http://127.0.0.1:${port}/`, { method: 'PUT', body: file.bytes(0), agent }));
    });
    return { took: (performance.now() - begun) / 1000, used: processSeconds(server.pid ?? NaN) };
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function arrived({ database, storageDir }: GatewayProcess, eventId: string): Promise<string> {
  const rows = await database.prisma.photo.findMany({ where: { eventId }, select: { sha256: true } });
  const store = await DiskStore.open(storageDir);
  const sent = new Set(files.map((file) => file.sha256));
  let equal = 0;
  for (const { sha256 } of rows) {
    const { stream } = await store.get(originalKey(eventId, sha256));
    const hash = createHash('sha256');
    for await (const part of stream as AsyncIterable<Uint8Array>) hash.update(part);
    if (sent.delete(sha256) && hash.digest('hex') === sha256) equal += 1;
  }
  if (equal !== photos || rows.length !== photos)
    throw new Error(`${rows.length} photos, ${equal} equal, of ${photos}`);
  return `${rows.length} photos, each once, bytes equal`;
}

function each(seconds: number): string {
  return `${((1000 * seconds) / photos).toFixed(0)} ms a photo`;
}

function rate(seconds: number): string {
  return `${((photos * megabytes) / seconds).toFixed(0)} MB/s`;
}
