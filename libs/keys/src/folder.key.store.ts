/** @module Keys as files of a folder, one each, which only its owner may read. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeAll } from '@visage/storage/file.write';
import { KeyExistsError, KeyMissingError, KeyStoreError, type KeyStore } from './key.store.js';

const IDENTITY = 'store.id';
const SECRETS = 'secrets.box';
const ENDING = '.key';
const EVENT_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

export class FolderKeyStore implements KeyStore {
  readonly place: string;

  private constructor(private readonly folder: string) {
    this.place = `the folder ${folder}`;
  }

  /** Makes the folder. @throws KeyStoreError when it cannot be made, or not be written to */
  static async open(folder: string): Promise<FolderKeyStore> {
    const store = new FolderKeyStore(resolve(folder));
    try {
      await mkdir(store.folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new KeyStoreError(`${store.place} for the keys of events cannot be made`, { cause });
    }
    await store.requireWritable();
    return store;
  }

  async identity(): Promise<string | null> {
    const text = await ifThere(readFile(join(this.folder, IDENTITY), 'utf8'));
    return text === null ? null : text.trim();
  }

  async found(id: string): Promise<string> {
    await this.writeNew(IDENTITY, Buffer.from(`${id}\n`));
    return (await this.identity()) ?? id;
  }

  async read(eventId: string): Promise<Uint8Array | null> {
    return this.readWhole(nameOf(eventId));
  }

  readSecrets(): Promise<Uint8Array | null> {
    return this.readWhole(SECRETS);
  }

  async writeSecrets(wrapped: Uint8Array): Promise<void> {
    if (!(await this.replaceFile(SECRETS, wrapped))) await this.writeNew(SECRETS, wrapped);
  }

  async create(eventId: string, wrapped: Uint8Array): Promise<void> {
    if (!(await this.writeNew(nameOf(eventId), wrapped))) throw new KeyExistsError(eventId);
  }

  async replace(eventId: string, wrapped: Uint8Array): Promise<void> {
    if (!(await this.replaceFile(nameOf(eventId), wrapped))) throw new KeyMissingError(eventId, this.place);
  }

  /** With the drafts that a process left which died while it wrote them: they are keys as well. */
  async destroy(eventId: string): Promise<void> {
    const key = nameOf(eventId);
    const names = (await readdir(this.folder)).filter((name) => name.startsWith(key));
    for (const name of names) await this.wipe(join(this.folder, name));
    if (names.length > 0) await this.sync();
  }

  async *list(): AsyncGenerator<string> {
    for (const name of await readdir(this.folder)) {
      const eventId = name.slice(0, -ENDING.length);
      if (name.endsWith(ENDING) && EVENT_ID.test(eventId)) yield eventId;
    }
  }

  /** What was replaced is overwritten: whoever opened it before reads the new one instead. */
  private async readWhole(name: string): Promise<Uint8Array | null> {
    const path = join(this.folder, name);
    for (;;) {
      const file = await ifThere(open(path, 'r'));
      if (!file) return null;
      try {
        const bytes = await file.readFile();
        const [read, now] = [await file.stat(), await ifThere(stat(path))];
        if (now?.ino === read.ino) return new Uint8Array(bytes);
      } finally {
        await file.close();
      }
    }
  }

  /** @returns false when there is none of this name */
  private async replaceFile(name: string, bytes: Uint8Array): Promise<boolean> {
    const path = join(this.folder, name);
    const old = await ifThere(open(path, 'r+'));
    if (!old) return false;
    try {
      const draft = await this.draft(name, bytes);
      try {
        await rename(draft, path);
      } finally {
        await rm(draft, { force: true });
      }
      await this.sync();
      await overwrite(old); // it has no name any more, and its bytes would still be on the disk
      return true;
    } finally {
      await old.close();
    }
  }

  private async wipe(path: string): Promise<void> {
    const file = await ifThere(open(path, 'r+'));
    if (!file) return;
    try {
      await overwrite(file);
    } finally {
      await file.close();
    }
    await ifThere(unlink(path));
  }

  /** @returns false when there is one of this name, which stays as it is */
  private async writeNew(name: string, bytes: Uint8Array): Promise<boolean> {
    const draft = await this.draft(name, bytes);
    try {
      await link(draft, join(this.folder, name));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
    await this.sync();
    return true;
  }

  /** Whole and on the disk before it gets its name. @returns its path, which begins with that name */
  private async draft(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(this.folder, `${name}.${randomUUID()}.new`);
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return path;
  }

  /** Asked at the start: it would be missed only when somebody makes an event, and when one is to be forgotten. */
  private async requireWritable(): Promise<void> {
    try {
      await rm(await this.draft('probe', new Uint8Array()));
    } catch (cause) {
      throw new KeyStoreError(`${this.place} for the keys of events cannot be written to`, { cause });
    }
  }

  /** That a name came or went survives a power cut, where the system lets a folder be synced. */
  private async sync(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }
}

function nameOf(eventId: string): string {
  if (!EVENT_ID.test(eventId))
    throw new KeyStoreError(`${JSON.stringify(eventId)} is not the id of an event`);
  return `${eventId}${ENDING}`;
}

async function overwrite(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  await writeAll(file, randomBytes(size), 0);
  await file.sync();
}

async function ifThere<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
