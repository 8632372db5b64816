/** @module Objects as files below one folder. Every write is a new file, synced, then renamed into place. */

import { randomUUID } from 'node:crypto';
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  type FileHandle,
} from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { countedStream } from './byte.stream.js';
import { diskFolderOf, diskPathOf, keyOfDiskPath } from './disk.path.js';
import { writeAll } from './file.write.js';
import { ObjectNotFoundError, ObjectRangeError } from './object.error.js';
import { assertObjectKey, assertObjectPrefix } from './object.key.js';
import type {
  ByteRange,
  ListedObject,
  ObjectHead,
  ObjectStore,
  PutOptions,
  StoredObject,
} from './object.store.js';

/** Files being written; on the same file system as the rest, so that a rename is atomic. */
const DRAFTS = '.drafts';
/** A draft this old belongs to a process that died. */
const DRAFT_STALE_MS = 24 * 60 * 60_000;
/** Of a file that is read, at a time: a photo takes some dozen turns instead of a hundred. */
const READ_BYTES = 256 * 1024;
/** Someone deleting the last object of a folder may remove that folder just before we rename into it. */
const PLACE_ATTEMPTS = 10;

export class DiskStore implements ObjectStore {
  private constructor(
    private readonly root: string,
    private readonly drafts: string,
  ) {}

  /** Creates the folder and removes what writes that died a day ago or earlier left in it. */
  static async open(root: string): Promise<DiskStore> {
    const store = new DiskStore(resolve(root), join(resolve(root), DRAFTS));
    await mkdir(store.drafts, { recursive: true });
    for (const name of await readdir(store.drafts)) {
      const draft = join(store.drafts, name);
      const info = await stat(draft).catch(() => undefined);
      if (info && Date.now() - info.mtimeMs > DRAFT_STALE_MS) await rm(draft, { force: true });
    }
    return store;
  }

  /** The content type is not kept: files on disk have none, and the database knows it. */
  async put(key: string, source: Readable | Uint8Array, options: PutOptions = {}): Promise<{ size: number }> {
    assertObjectKey(key);
    const { stream, count } = countedStream(key, source, options.size);
    await this.viaDraft(key, async (draft) => {
      const file = await open(draft, 'wx', 0o600);
      try {
        const chunks: AsyncIterable<Uint8Array> = stream;
        for await (const chunk of chunks) await writeAll(file, chunk);
        await file.sync();
      } finally {
        await file.close();
      }
    });
    return { size: count() };
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject> {
    assertObjectKey(key);
    const file = await this.openObject(key);
    try {
      const { size, mtime } = await file.stat();
      const start = range?.start ?? 0;
      const end = Math.min(range?.end ?? size - 1, size - 1);
      if (range && (start > end || start < 0)) throw new ObjectRangeError(key, size);
      if (size === 0) {
        return { size, length: 0, modifiedAt: mtime, stream: file.createReadStream() };
      }
      return {
        size,
        length: end - start + 1,
        modifiedAt: mtime,
        stream: file.createReadStream({ start, end, highWaterMark: READ_BYTES }),
      };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async head(key: string): Promise<ObjectHead | null> {
    assertObjectKey(key);
    try {
      const { size, mtime } = await stat(diskPathOf(this.root, key));
      return { size, modifiedAt: mtime };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    assertObjectKey(key);
    const path = diskPathOf(this.root, key);
    await rm(path, { force: true });
    await this.removeEmptyFolders(dirname(path));
  }

  async deletePrefix(prefix: string): Promise<void> {
    assertObjectPrefix(prefix);
    if (prefix.endsWith('/')) {
      const folder = diskFolderOf(this.root, prefix);
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      await this.removeEmptyFolders(dirname(folder));
      return;
    }
    for await (const { key } of this.list(prefix)) await this.delete(key);
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    assertObjectPrefix(prefix);
    for await (const path of filesBelow(diskFolderOf(this.root, prefix))) {
      const key = keyOfDiskPath(relative(this.root, path));
      if (key === null || !key.startsWith(prefix)) continue;
      const info = await stat(path).catch((error: unknown) => {
        if (isMissing(error)) return undefined; // deleted since the folder was read
        throw error;
      });
      if (info) yield { key, size: info.size, modifiedAt: info.mtime };
    }
  }

  /** Objects are replaced, never changed, so a second name for the same bytes is a copy. */
  async copy(from: string, to: string): Promise<void> {
    assertObjectKey(from);
    assertObjectKey(to);
    const source = diskPathOf(this.root, from);
    await this.viaDraft(to, async (draft) => {
      try {
        await link(source, draft);
      } catch (error) {
        if (isMissing(error)) throw new ObjectNotFoundError(from, { cause: error });
        await copyFile(source, draft); // a file system without hard links, or too many links to this file
        await syncFile(draft);
      }
    });
  }

  /**
   * Stores a file that is already on the same disk, by giving its bytes a second name; whoever wrote it removes the
   * first. Idempotent. @throws ObjectNotFoundError when there is no such file.
   */
  async adopt(path: string, key: string): Promise<void> {
    assertObjectKey(key);
    await this.viaDraft(key, async (draft) => {
      try {
        await link(path, draft);
      } catch (error) {
        if (isMissing(error)) throw new ObjectNotFoundError(key, { cause: error });
        await copyFile(path, draft); // a file system without hard links
      }
      await syncFile(draft);
    });
  }

  async move(from: string, to: string): Promise<void> {
    assertObjectKey(from);
    assertObjectKey(to);
    const source = diskPathOf(this.root, from);
    if (!(await this.head(from))) throw new ObjectNotFoundError(from);
    await this.place(source, diskPathOf(this.root, to));
    await this.removeEmptyFolders(dirname(source));
  }

  private async openObject(key: string): Promise<FileHandle> {
    try {
      return await open(diskPathOf(this.root, key), 'r');
    } catch (error) {
      if (isMissing(error)) throw new ObjectNotFoundError(key, { cause: error });
      throw error;
    }
  }

  private async viaDraft(key: string, write: (draft: string) => Promise<void>): Promise<void> {
    const draft = join(this.drafts, randomUUID());
    try {
      await write(draft);
      await this.place(draft, diskPathOf(this.root, key));
    } finally {
      // Renaming onto another name of the same bytes does nothing at all, so the draft may still be there.
      await rm(draft, { force: true });
    }
  }

  private async place(path: string, target: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        // either folder may be gone because another transfer has just emptied it
        await mkdir(dirname(target), { recursive: true });
        await rename(path, target);
        break;
      } catch (error) {
        if (!isMissing(error) || attempt === PLACE_ATTEMPTS) throw error;
      }
    }
    await syncFolder(dirname(target));
  }

  private async removeEmptyFolders(folder: string): Promise<void> {
    for (
      let current = folder;
      current.startsWith(this.root) && current !== this.root;
      current = dirname(current)
    ) {
      try {
        await rmdir(current);
      } catch (error) {
        if (!isMissing(error)) return; // not empty, or in use: it stays
      }
    }
  }
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const entry of entries) {
    if (entry.isDirectory() && entry.name !== DRAFTS) yield* filesBelow(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename survive a power cut. On systems that cannot open folders, syncing the file itself has to do. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
