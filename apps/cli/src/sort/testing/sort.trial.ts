/** @module A folder of photos of made people, sorted into another one as the program does, only that nobody looks at pixels. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ReferencePerson } from '@visage/clustering/search/reference.match';
import sharp from 'sharp';
import { cropPath } from '../analyse.photos.js';
import { digestOf } from '../file.digest.js';
import { outputFolder } from '../output.folder.js';
import type { FaceRecord, PhotoRecord } from '../photo.record.js';
import { walkPhotos } from '../photo.walk.js';
import { sortRecords } from '../sort.run.js';
import type { WrittenResult } from '../sort.result.js';

const DIMENSIONS = 32;

export interface TrialOptions {
  again?: boolean;
  minPhotos?: number;
  references?: readonly string[];
}

export class SortTrial {
  private readonly shown = new Map<string, readonly string[]>();
  private readonly people: string[] = [];
  private readonly likeness = new Map<string, string>();

  private constructor(
    private readonly root: string,
    readonly input: string,
    public out: string,
    private readonly crop: Buffer,
  ) {}

  static async open(): Promise<SortTrial> {
    const root = await mkdtemp(join(tmpdir(), 'visage-sort-trial-'));
    const input = join(root, 'photos');
    await mkdir(input);
    const image = sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } });
    return new SortTrial(root, input, join(root, 'out'), await image.webp().toBuffer());
  }

  /** A photo of these people, whose faces stand side by side; a RAW by its name, all taken in one second. */
  async photo(file: string | Buffer, ...people: string[]): Promise<void> {
    // a JPEG by its first bytes
    const bytes = Buffer.from(`\xff\xd8\xffphoto ${this.shown.size} of ${people.join(' and ')}`, 'latin1');
    const path =
      typeof file === 'string'
        ? join(this.input, file)
        : Buffer.concat([Buffer.from(`${this.input}/`), file]);
    if (typeof path === 'string') await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    this.shown.set(createHash('sha256').update(bytes).digest('hex'), people);
  }

  async run({ again = false, minPhotos = 1, references = [] }: TrialOptions = {}): Promise<WrittenResult> {
    const out = await outputFolder(this.input, this.out);
    try {
      const found = await walkPhotos(this.input, out.path);
      const records: PhotoRecord[] = [];
      for (const { file, path } of found.photos) {
        const digest = (await digestOf(path)) ?? '';
        const key = createHash('sha256').update(file).digest('hex').slice(0, 24);
        const faces = (this.shown.get(digest) ?? []).map((person, index) => this.face(person, index, digest));
        for (const index of faces.keys()) await writeFile(cropPath(out, key, index), this.crop);
        const format = file.endsWith('.NEF') ? 'raw' : 'jpeg';
        records.push({ key, file, digest, width: 400, height: 100, format, faces });
      }
      const settings = {
        ...{ dimensions: DIMENSIONS, threshold: 0.5, minPhotos },
        references: references.map((name): ReferencePerson => ({ name, embeddings: this.looks(name, '') })),
      };
      return await sortRecords(found, records, settings, out, again);
    } finally {
      await out.release();
    }
  }

  /** Somebody's faces are hardly to be told from another's from now on, in all photos. */
  looksLike(person: string, other: string): void {
    this.likeness.set(person, other);
  }

  /** Copies the result to another folder, as to another disk: nothing is a hard link there. */
  async copyOut(): Promise<void> {
    const copy = join(this.root, 'copy');
    await cp(this.out, copy, { recursive: true, preserveTimestamps: true });
    this.out = copy;
  }

  /** Paths of the photos in the output, sorted; without the pictures of people and what is for programs. */
  async tree(): Promise<string[]> {
    const entries = await readdir(this.out, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.out.length + 1))
      .filter((path) => path.includes('/') && !/^(\.visage-sort|Faces)\//.test(path))
      .sort();
  }

  async text(path: string): Promise<string> {
    return readFile(join(this.out, path), 'utf8');
  }

  /** Puts a file or folder of the output elsewhere in it, as a person does; into a folder if that is there. */
  async move(from: string, to: string): Promise<void> {
    await mkdir(dirname(join(this.out, to)), { recursive: true });
    await rename(join(this.out, from), join(this.out, to));
  }

  /** Puts all photos of a folder into another, and deletes it. */
  async merge(from: string, into: string): Promise<void> {
    await mkdir(join(this.out, into), { recursive: true });
    for (const name of await readdir(join(this.out, from)))
      await this.move(`${from}/${name}`, `${into}/${name}`);
    await this.delete(from);
  }

  async delete(path: string): Promise<void> {
    await rm(join(this.out, path), { recursive: true });
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.out, path)), { recursive: true });
    await writeFile(join(this.out, path), text);
  }

  close(): Promise<void> {
    return rm(this.root, { recursive: true });
  }

  private face(person: string, index: number, digest: string): FaceRecord {
    const left = index * 100;
    return {
      ...{ box: [left, 0, 80, 80], score: 1, quality: 0.9, embedding: this.looks(person, digest) },
      landmarks: [
        [left + 20, 30],
        [left + 60, 30],
        [left + 40, 50],
        [left + 25, 65],
        [left + 55, 65],
      ],
    };
  }

  /** Everybody has a direction of their own; each photo of them is a little off it. */
  private looks(person: string, photo: string): Float32Array<ArrayBuffer> {
    for (const name of [person, this.likeness.get(person) ?? person])
      if (!this.people.includes(name)) this.people.push(name);
    const embedding = new Float32Array(DIMENSIONS);
    const other = this.likeness.get(person);
    embedding[this.people.indexOf(person)] = other === undefined ? 1 : 0.4;
    if (other !== undefined) embedding[this.people.indexOf(other)] = 1;
    const noise = createHash('sha256').update(photo).digest();
    for (let k = 0; k < DIMENSIONS; k++) embedding[k] = (embedding[k] ?? 0) + ((noise[k] ?? 0) - 128) / 3_000;
    return embedding;
  }
}

/** The folder of a person by a photo of theirs alone. */
export function folderOfPhoto(tree: readonly string[], name: string): string[] {
  return tree.filter((path) => basename(path) === name).map((path) => dirname(path));
}
