/**
 * @module What `visage sort` costs beside the bare loop of decoding and networks, and beside face-api:
 * `node benchmarks/dist/throughput.benchmark.js [photos] [photos for face-api]`. Photos of 12 megapixels (large.photos.ts).
 * All in one run, each a process that may use every core; face-api, which uses one, gets a process for each core.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BarePhoto } from './bare.run.js';
import { cacheFolder } from './cache.folder.js';
import { runProgram, type ChildUsage } from './child.usage.js';
import { dataFolder, REPOSITORY } from './data.folder.js';
import { largePhotos } from './large.photos.js';
import { readLfwPhotos } from './lfw.photos.js';
import { report, type Row } from './result.table.js';

const PEER_PACKAGES = [
  '@vladmandic/face-api@1.7.15',
  '@tensorflow/tfjs@4.22.0',
  '@tensorflow/tfjs-backend-wasm@4.22.0',
];

const [count = 300, peerCount = 30] = process.argv.slice(2).map(Number);
const cores = availableParallelism();
const lfw = dataFolder('lfw');
const paths = await largePhotos(lfw, await readLfwPhotos(lfw), count, cores);
const work = await mkdtemp(join(tmpdir(), 'visage-throughput-'));
try {
  await mkdir(join(work, 'photos'));
  for (const path of paths) await symlink(path, join(work, 'photos', basename(path)));
  const sorted = await sort();
  const found = facesOf(sorted.stdout);
  const photos = paths.map((path): BarePhoto => ({ path, faces: found.get(basename(path)) ?? 0 }));
  const bare = await runProgram(program('bare.run.js'), [await listed('bare', photos)]);
  const rows: Row[] = [
    row('bare loop', photos, bare, bare, count),
    row('visage sort', photos, sorted, bare, count),
  ];
  if (peerCount > 0) {
    const peer = await faceApi(photos.slice(0, peerCount));
    rows.push(row('face-api (WebAssembly)', photos.slice(0, peerCount), peer, bare, count));
  }
  report('throughput', rows, { cores, peerCount });
} finally {
  await rm(work, { recursive: true, force: true });
}

function program(file: string): string {
  return fileURLToPath(new URL(`./${file}`, import.meta.url));
}

async function listed(name: string, photos: readonly BarePhoto[]): Promise<string> {
  const path = join(work, `${name}.json`);
  await writeFile(path, JSON.stringify(photos));
  return path;
}

function sort(): Promise<ChildUsage> {
  const args = ['sort', join(work, 'photos'), '--out', join(work, 'out'), '--json'];
  return runProgram(join(REPOSITORY, 'apps/cli/dist/main.js'), args);
}

/** Number of faces by file name. */
function facesOf(summary: string): Map<string, number> {
  const { photos } = JSON.parse(summary) as { photos: { file: string; faces: unknown[] }[] };
  return new Map(photos.map(({ file, faces }) => [basename(file), faces.length]));
}

async function faceApi(photos: readonly BarePhoto[]): Promise<ChildUsage> {
  const packages = join(cacheFolder(), 'face-api');
  if (!existsSync(join(packages, 'node_modules/@vladmandic/face-api'))) {
    await mkdir(packages, { recursive: true });
    await writeFile(join(packages, 'package.json'), '{"private":true}\n');
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...PEER_PACKAGES], {
      cwd: packages,
    });
  }
  const shares = Array.from({ length: cores }, (_, c) => photos.filter((_, n) => n % cores === c));
  const runs = await Promise.all(
    shares.map(async (share, c) =>
      runProgram(program('face-api.run.js'), [packages, await listed(`share-${c}`, share)]),
    ),
  );
  const sum = (value: (run: ChildUsage) => number): number =>
    runs.reduce((total, run) => total + value(run), 0);
  return {
    wallSeconds: Math.max(...runs.map(({ wallSeconds }) => wallSeconds)),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakBytes: sum(({ peakBytes }) => peakBytes),
    stdout: String(sum(({ stdout }) => Number(stdout))),
  };
}

function row(
  name: string,
  photos: readonly BarePhoto[],
  usage: ChildUsage,
  bare: ChildUsage,
  bareCount: number,
): Row {
  const perPhoto = usage.cpuSeconds / photos.length;
  return {
    program: name,
    photos: photos.length,
    'photos/s': (photos.length / usage.wallSeconds).toFixed(2),
    'cores busy': (usage.cpuSeconds / usage.wallSeconds).toFixed(2),
    'CPU s a photo': perPhoto.toFixed(3),
    'peak MB': Math.round(usage.peakBytes / 1e6),
    faces: name.startsWith('face-api')
      ? Number(usage.stdout)
      : photos.reduce((sum, { faces }) => sum + faces, 0),
    'speed by CPU, bare loop 1': (bare.cpuSeconds / bareCount / perPhoto).toFixed(2),
    'by clock': (bare.wallSeconds / bareCount / (usage.wallSeconds / photos.length)).toFixed(2),
  };
}
