/**
 * @module One large ZIP, broken off in the middle and resumed: `node benchmarks/dist/zip.benchmark.js [megabytes]`.
 * Needs Linux (memory is read from /proc), unzip and sha256sum.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGatewayProcess } from './gateway.process.js';
import { mebibytes, watchMemory } from './memory.watch.js';
import { addSparsePhotos } from './sparse.photos.js';
import { fetchInto } from './sparse.download.js';

/** Beyond 4 GiB, where the numbers of the old format end. */
const DEFAULT_MEGABYTES = 4500;
const PHOTO_BYTES = 9_000_000;

const megabytes = Number(process.argv[2] ?? DEFAULT_MEGABYTES);
const count = Math.ceil((megabytes * 1e6) / PHOTO_BYTES);
const folder = await mkdtemp(join(tmpdir(), 'visage-zip-'));
const gateway = await startGatewayProcess();
const table: [string, string][] = [];
try {
  const eventId = await gateway
    .post<{ id: string }>('/api/events', { name: 'Large' })
    .then((event) => event.id);
  await addSparsePhotos(gateway, eventId, { bytes: megabytes * 1e6, count });

  const asked = performance.now();
  const zip = await gateway.post<{ url: string; bytes: number }>(`/api/events/${eventId}/zips`, {});
  table.push(['photos', String(count)], ['announced length', `${zip.bytes} bytes`]);
  table.push(['asked for until ready', `${(performance.now() - asked).toFixed(0)} ms`]);

  const path = join(folder, 'all.zip');
  const file = await open(path, 'w');
  const headers = { authorization: gateway.authorization };
  const url = gateway.origin + zip.url;
  const memory = await watchMemory(gateway);
  const begun = performance.now();
  const half = Math.floor(zip.bytes / 2);
  const first = await fetchInto(file, url, { headers, until: half });
  const range = { ...headers, range: `bytes=${half}-`, 'if-range': first.headers.etag ?? '' };
  const second = await fetchInto(file, url, { headers: range, at: half });
  const seconds = (performance.now() - begun) / 1000;
  const { before, most } = memory.stop();
  await file.truncate(half + second.bytes);
  await file.close();

  table.push(['Content-Length', `${first.headers['content-length']} bytes`]);
  table.push(['broken off at', `${half} bytes, ${first.status}`]);
  table.push(['resumed with', `${second.status}, ${second.headers['content-range']}`]);
  table.push(['received', `${first.bytes + second.bytes} bytes in ${seconds.toFixed(1)} s`]);
  table.push(['rate', `${((first.bytes + second.bytes) / 1e6 / seconds).toFixed(0)} MB/s`]);
  table.push([
    'first byte',
    `${first.firstByteMs.toFixed(0)} ms, resumed ${second.firstByteMs.toFixed(0)} ms`,
  ]);
  table.push(['memory of the gateway', `${mebibytes(before)} before, ${mebibytes(most)} at most`]);
  table.push(['unzip -t', check('unzip', ['-tqq', path])]);
  const lists = join(folder, 'list');
  table.push([
    'unpacked, sha256sum -c',
    check('sh', [
      '-c',
      `unzip -qq "${path}" -d "${lists}" && cd "${lists}" && sha256sum -c --quiet SHA256SUMS`,
    ]),
  ]);
} finally {
  await gateway.stop();
  await rm(folder, { recursive: true, force: true });
}
for (const [what, measured] of table) console.log(`${what.padEnd(24)}${measured}`);

function check(program: string, options: string[]): string {
  const run = spawnSync(program, options, { encoding: 'utf8' });
  if (run.error) return `not checked: ${run.error.message}`;
  return run.status === 0 ? 'no errors' : `FAILED: ${run.stdout}${run.stderr}`;
}
