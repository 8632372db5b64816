/** @module What lies in the output now: its folders, and which photos of the input the files in them are. */
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { digestOf } from './file.digest.js';
import { foldedName, type FilePath } from './file.name.js';
import { WORK_FOLDER } from './output.folder.js';
import { factsOf, isOurs, originalFacts, originalOf, type MadeFiles } from './output.manifest.js';
import { FACES } from './output.names.js';
import { PARTIAL } from './whole.file.js';

/** A photo of the input that the output is compared with. */
export interface Original {
  /** Relative to the input. */
  file: string;
  path: FilePath;
  bytes: number;
  digest: string;
}

export interface TreeFile {
  /** Relative to the output, with `/`. */
  path: string;
  /** The photo's `file`. */
  photo: string;
  /** Whether we put it here and nobody changed it since. */
  ours: boolean;
}

export interface TreeFolder {
  /** Relative to the output, with `/`. */
  path: string;
  /** Device and inode. */
  directory: string;
  /** Those directly in it that are photos of the input. */
  files: TreeFile[];
  photos: ReadonlySet<string>;
  /** False if the system did not let us look into it. */
  readable: boolean;
}

/** Path -> folder, without the pictures of people, hidden folders, and what links lead to. */
export type OutputTree = ReadonlyMap<string, TreeFolder>;

export interface OutputContent {
  tree: OutputTree;
  /** Names of what is not a folder and lies directly in the output. */
  files: string[];
}

export async function readOutputTree(
  out: string,
  originals: readonly Original[],
  made: MadeFiles,
): Promise<OutputContent> {
  const recognise = await recogniser(originals);
  const tree = new Map<string, TreeFolder>();
  const outside: string[] = [];
  const enter = async (path: string): Promise<void> => {
    const facts = await factsOf(join(out, path));
    if (!facts) return;
    const entries = await readdir(join(out, path), { withFileTypes: true }).catch(() => null);
    const files: TreeFile[] = [];
    const present = new Set<string>();
    for (const entry of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory() && !isSkipped(child)) await enter(child);
      if (!entry.isDirectory() && path === '') outside.push(entry.name);
      if (!entry.isFile() || path === '' || entry.name.endsWith(PARTIAL)) continue;
      const file = await recognise(join(out, child), child, made, present);
      if (file) files.push(file);
      if (file) present.add(file.photo);
    }
    if (path === '') return;
    tree.set(path, { path, directory: facts.inode, files, photos: present, readable: entries !== null });
  };
  await enter('');
  return { tree, files: outside };
}

function isSkipped(path: string): boolean {
  const name = posix.basename(path);
  return name === WORK_FOLDER || name.startsWith('.') || foldedName(path) === foldedName(FACES);
}

type Recognise = (
  path: string,
  name: string,
  made: MadeFiles,
  present: ReadonlySet<string>,
) => Promise<TreeFile | null>;

/**
 * A file is a photo if it is a hard link to it, if we copied it from there, or if it has the same bytes; only files as
 * long as a photo are read. Of photos with the same bytes, one that the folder does not have yet.
 */
async function recogniser(originals: readonly Original[]): Promise<Recognise> {
  const bySource = new Map(originals.map(({ path, file }) => [pathKey(path), file]));
  const byInode = new Map<string, string[]>();
  const bySize = new Map<number, Original[]>();
  for (const original of originals) {
    const inode = (await originalFacts(original.path))?.inode;
    if (inode !== undefined) add(byInode, inode, original.file);
    add(bySize, original.bytes, original);
  }
  return async (absolute, path, made, present) => {
    const facts = await factsOf(absolute);
    if (!facts) return null;
    const entry = made.get(path);
    const ours = isOurs(entry, facts);
    const from = entry && ours ? originalOf(entry) : undefined;
    const source = from === undefined ? undefined : bySource.get(pathKey(from));
    const pick = (files: readonly string[]): string | undefined =>
      files.find((file) => file === source && !present.has(file)) ??
      files.find((file) => !present.has(file)) ??
      files[0];
    const linked = pick(byInode.get(facts.inode) ?? []);
    if (linked !== undefined) return { path, photo: linked, ours };
    if (source !== undefined) return { path, photo: source, ours };
    const alike = bySize.get(facts.bytes) ?? [];
    if (alike.length === 0) return null;
    const digest = await digestOf(absolute);
    const same = pick(alike.filter((original) => original.digest === digest).map(({ file }) => file));
    return same === undefined ? null : { path, photo: same, ours };
  };
}

function pathKey(path: FilePath): string {
  return typeof path === 'string' ? path : `bytes:${path.toString('latin1')}`;
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
