/** @module Staged uploads as files, written in large pieces. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { gatherPieces } from '@visage/storage/byte.pieces';
import { writeAll } from '@visage/storage/file.write';
import type { UploadDigests } from './upload.digests.js';

/** Held in memory for each upload under way; hashing it holds up other requests for a millisecond. */
const PIECE_BYTES = 512 * 1024;

export class UploadDisk extends FileStore {
  constructor(
    directory: string,
    private readonly digests: UploadDigests,
  ) {
    super({ directory });
  }

  /** What came before the connection was lost is kept. @returns the new offset. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+');
    let end = offset;
    try {
      for await (const piece of gatherPieces(source as AsyncIterable<Uint8Array>, PIECE_BYTES)) {
        await writeAll(file, piece, end);
        this.digests.update(id, end, piece);
        end += piece.length;
      }
    } finally {
      await file.close();
    }
    return end;
  }
}
