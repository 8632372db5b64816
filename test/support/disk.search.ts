/** @module What of given bytes lies in files, in whatever form somebody may have written them. */
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, relative } from 'node:path';

/** As they are, in hexadecimal digits and as base64. */
export function shapesOf(bytes: Uint8Array): Buffer[] {
  const raw = Buffer.from(bytes);
  return [raw, Buffer.from(raw.toString('hex')), Buffer.from(raw.toString('base64').replace(/=+$/, ''))];
}

/** Every file below, with its path from there. */
export async function* filesBelow(folder: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0)); // it ended meanwhile
    yield { name: relative(folder, path), bytes };
  }
}

/** Names of the files that have any of the needles. */
export async function filesWith(folder: string, needles: readonly Buffer[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, bytes } of filesBelow(folder))
    if (needles.some((needle) => bytes.includes(needle))) found.push(name);
  return found.sort();
}

/** All places of the needle in the file. */
export function placesOf(bytes: Buffer, needle: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(needle); at !== -1; at = bytes.indexOf(needle, at + 1)) places.push(at);
  return places;
}

/** What Redis holds just now goes to its file, in full and not compressed. */
export async function saveRedis(url: string): Promise<void> {
  const { hostname, port, password } = new URL(url);
  const socket = connect(Number(port), hostname);
  const commands = [`AUTH ${password}`, 'CONFIG SET rdbcompression no', 'SAVE', 'QUIT'];
  socket.write(commands.map((command) => `${command}\r\n`).join(''));
  let answers = '';
  for await (const part of socket) answers += String(part);
  if (answers !== '+OK\r\n'.repeat(commands.length)) throw new Error(`Redis did not save: ${answers}`);
}
