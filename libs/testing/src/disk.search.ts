/** @module What of given bytes lies in files, in whatever form somebody may have written them. */
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, relative } from 'node:path';

/** As they are, in hexadecimal digits and as base64. */
export function shapesOf(bytes: Uint8Array): Buffer[] {
  const raw = Buffer.from(bytes);
  return [raw, Buffer.from(raw.toString('hex')), Buffer.from(raw.toString('base64').replace(/=+$/, ''))];
}

/**
 * A box as somebody may have written it in clear: the text of its numbers, their bytes (each as float64, two of them as float32, in
 * both orders), and the digits of Postgres' `numeric`, of which its JSON is made. What could be there by chance is left out.
 */
export function shapesOfBox(box: readonly number[]): Buffer[] {
  const pairs = box.slice(1).map((value, index) => [box[index] ?? 0, value] as const);
  const texts = box.map(String).filter((text) => text.length > 7);
  return [
    ...texts.flatMap((text) => [Buffer.from(text), numericOf(text)]),
    ...box.filter((value) => !Number.isInteger(value)).flatMap((value) => inBothOrders([value], 8)),
    ...pairs.filter((pair) => !pair.every(Number.isInteger)).flatMap((pair) => inBothOrders(pair, 4)),
  ];
}

function inBothOrders(values: readonly number[], size: 4 | 8): Buffer[] {
  return [true, false].map((little) => {
    const bytes = Buffer.alloc(values.length * size);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    values.forEach((value, index) =>
      size === 4 ? view.setFloat32(index * 4, value, little) : view.setFloat64(index * 8, value, little),
    );
    return bytes;
  });
}

/** Four decimal digits in each two bytes. */
function numericOf(text: string): Buffer {
  const [whole = '', part = ''] = text.replace('-', '').split('.');
  const fours = (digits: string): number[] => (digits.match(/\d{4}/g) ?? []).map(Number);
  const digits = [
    ...fours(whole.padStart(4 * Math.ceil(whole.length / 4), '0')),
    ...fours(part.padEnd(4 * Math.ceil(part.length / 4), '0')),
  ];
  return Buffer.from(Int16Array.from(digits).buffer);
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
