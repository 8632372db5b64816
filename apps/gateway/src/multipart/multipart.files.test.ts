import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import { ProblemError } from '../http/problem.error.js';
import { readFiles, type ArrivingFile } from './multipart.files.js';

let server: Server | undefined;
afterEach(() => server?.close());

/** A server whose answer is what `readFiles` gave, or the code of its problem. */
async function serve<T>(
  take: (file: ArrivingFile) => Promise<T>,
  outcome?: (value: unknown) => void,
): Promise<string> {
  const app = express();
  app.post('/', (request, response) => {
    readFiles(request, { maxFiles: 3 }, take).then(
      (results) => {
        outcome?.(results);
        response.json(results);
      },
      (error: unknown) => {
        outcome?.(error);
        response
          .status(error instanceof ProblemError ? error.status : 500)
          .json({ code: error instanceof ProblemError ? error.code : String(error) });
      },
    );
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/`;
}

function formOf(...files: [string, Uint8Array<ArrayBuffer>][]): FormData {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('photos', new Blob([bytes]), name);
  return form;
}

const bytes = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => i % 251);

test('every file arrives whole, in order, whatever its size', async () => {
  const url = await serve(async ({ fileName, stream }) => [fileName, (await buffer(stream)).length]);
  const response = await fetch(url, {
    method: 'POST',
    body: formOf(['a.jpg', bytes(3_000_000)], ['b.jpg', bytes(0)], ['ü.jpg', bytes(7)]),
  });
  expect(await response.json()).toEqual([
    ['a.jpg', 3_000_000],
    ['b.jpg', 0],
    ['ü.jpg', 7],
  ]);
});

test('a file that is given up on half-way does not hold up the others', async () => {
  const url = await serve(async ({ fileName, stream }) => {
    if (fileName !== 'big.jpg') return [fileName, (await buffer(stream)).length];
    await stream[Symbol.asyncIterator]().next();
    stream.destroy();
    return [fileName, 'refused'];
  });
  const response = await fetch(url, {
    method: 'POST',
    body: formOf(['big.jpg', bytes(5_000_000)], ['small.jpg', bytes(100)]),
  });
  expect(await response.json()).toEqual([
    ['big.jpg', 'refused'],
    ['small.jpg', 100],
  ]);
});

test('too many files, none, or no form are answered with what is wrong', async () => {
  const url = await serve(async ({ stream }) => (await buffer(stream)).length);
  const many = await fetch(url, {
    method: 'POST',
    body: formOf(
      ...Array.from({ length: 4 }, (_, i): [string, Uint8Array<ArrayBuffer>] => [`${i}`, bytes(2)]),
    ),
  });
  expect([many.status, await many.json()]).toEqual([413, { code: 'too-many-files' }]);
  const none = await fetch(url, { method: 'POST', body: formOf() });
  expect([none.status, await none.json()]).toEqual([
    400,
    { code: expect.stringMatching(/no-file|broken-form/) as string },
  ]);
  const json = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect([json.status, await json.json()]).toEqual([415, { code: 'not-a-form' }]);
});

test('a connection lost in the middle of a photo never looks like a whole photo', async () => {
  const read: unknown[] = [];
  let end: (value: unknown) => void = () => undefined;
  const ended = new Promise((resolve) => (end = resolve));
  const url = await serve(
    async ({ stream }) => {
      read.push(
        await buffer(stream).then(
          (all) => all.length,
          () => 'cut',
        ),
      );
    },
    (value) => end(value),
  );
  const request = httpRequest(url, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });
  request.on('error', () => undefined);
  request.write('--x\r\nContent-Disposition: form-data; name="p"; filename="a.jpg"\r\n\r\n');
  request.write(Buffer.alloc(100_000));
  setTimeout(() => request.destroy(), 100);
  expect(await ended).toBeInstanceOf(ProblemError);
  expect(read).toEqual(['cut']);
});

const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };
const filePart = (fileName: string, content: string): string =>
  `--x\r\nContent-Disposition: form-data; name="p"; ${fileName}\r\n\r\n${content}\r\n`;
const textPart = (content: string): string =>
  `--x\r\nContent-Disposition: form-data; name="t"\r\n\r\n${content}\r\n`;

test('a form that ends too early, wherever it does, gives no photo but those that arrived whole', async () => {
  const read: string[] = [];
  const url = await serve(async ({ fileName, stream }) => {
    const content = await buffer(stream).catch(() => null);
    if (content !== null) read.push(`${fileName}: ${content.toString()}`);
  });
  const form = `${filePart('filename="a.jpg"', 'AA')}${filePart('filename="b.jpg"', 'BB')}--x--`;
  const arrived = [form.indexOf('AA') + 'AA\r\n--x'.length, form.indexOf('BB') + 'BB\r\n--x'.length];
  for (let length = 1; length < form.length; length++) {
    read.length = 0;
    const response = await fetch(url, { method: 'POST', headers: MULTIPART, body: form.slice(0, length) });
    expect([length, response.status, await response.json()]).toEqual([length, 400, { code: 'broken-form' }]);
    const whole = ['a.jpg: AA', 'b.jpg: BB'].filter((_, i) => length >= (arrived[i] ?? 0));
    expect([length, ...read.sort()]).toEqual([length, ...whole]);
  }
});

test('a file has the name that it was sent with, whatever it is written in, and fields may follow', async () => {
  const url = await serve(async ({ fileName, stream }) => [fileName, (await buffer(stream)).toString()]);
  const form = Buffer.concat([
    Buffer.from(textPart('before') + filePart('filename="Zoë €.jpg"', 'A')),
    Buffer.from(filePart('filename="Zo\xeb.jpg"', 'B'), 'latin1'),
    Buffer.from(filePart("filename*=iso-8859-1''Zo%EB.jpg", 'C') + textPart('after') + '--x--\r\nepilogue'),
  ]);
  const response = await fetch(url, { method: 'POST', headers: MULTIPART, body: form });
  expect(await response.json()).toEqual([
    ['Zoë €.jpg', 'A'],
    ['Zo\ufffd.jpg', 'B'], // a form is UTF-8, and what is not cannot be told
    ['Zoë.jpg', 'C'],
  ]);
});

test('a connection lost after nonsense takes nothing along but its own request', async () => {
  let end: (value: unknown) => void = () => undefined;
  const ended = new Promise((resolve) => (end = resolve));
  const url = await serve(
    async ({ stream }) => (await buffer(stream)).length,
    (value) => end(value),
  );
  const request = httpRequest(url, { method: 'POST', headers: MULTIPART });
  request.on('error', () => undefined);
  request.write(`--x\r\nContent-Disposition: form-data; name="p"; filename="a.jpg"\r\n`);
  request.write(`X-Long: ${'y'.repeat(100_000)}\r\n\r\nA\r\n--x\r\n`);
  setTimeout(() => request.destroy(), 100);
  expect(await ended).toBeInstanceOf(ProblemError);
});
