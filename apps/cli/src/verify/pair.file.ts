/** @module A list of pairs: two paths per line, separated by a tab. */
import { access, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { CommandError } from '../command.error.js';
import { EXIT_USAGE } from '../command.exit.js';

export interface FilePair {
  /** As written in the list. */
  a: string;
  b: string;
  pathA: string;
  pathB: string;
}

/** A relative path starts at the folder of the list or, if nothing is there, at the working folder. */
export async function readPairs(file: string): Promise<FilePair[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(`The list of pairs ${file} cannot be read.`, EXIT_USAGE);
  });
  const pairs: FilePair[] = [];
  const places = new Map<string, string>();
  const place = async (path: string): Promise<string> => {
    const known = places.get(path) ?? (await locate(path, dirname(file)));
    places.set(path, known);
    return known;
  };
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const [a, b, ...rest] = line.split('\t');
    if (!a || !b || rest.length > 0) {
      throw new CommandError(
        `${file}, line ${index + 1}: expected two paths separated by one tab.`,
        EXIT_USAGE,
      );
    }
    pairs.push({ a, b, pathA: await place(a), pathB: await place(b) });
  }
  return pairs;
}

async function locate(path: string, folder: string): Promise<string> {
  if (isAbsolute(path)) return path;
  const beside = resolve(folder, path);
  return access(beside).then(
    () => beside,
    () => resolve(path),
  );
}
