import { createHash } from 'node:crypto';
import express, { type Request } from 'express';
import { expect, test } from 'vitest';
import { ProblemError } from '../http/problem.error.js';
import { announcedFile } from './upload.metadata.js';

const requestOf = (headers: Record<string, string>): Request =>
  Object.assign(Object.create(express.request) as Request, { headers });
const named = `filename ${Buffer.from('Zoë.jpg').toString('base64')},album ${Buffer.from('Dance').toString('base64')}`;
const digest = createHash('sha256').update('photo').digest();
const whole = {
  'upload-metadata': named,
  'upload-length': '17',
  'repr-digest': `sha-512=:AAAA:, sha-256=:${digest.toString('base64')}:`,
};

test('a sender says name, album, length and digest of a file; name, album and digest may be left out', () => {
  expect(announcedFile(requestOf(whole))).toEqual({
    fileName: 'Zoë.jpg',
    album: 'Dance',
    bytes: 17,
    sha256: digest.toString('hex'),
  });
  const bare = announcedFile(requestOf({ 'upload-length': '0' }));
  expect([bare.fileName ?? null, bare.album ?? null, bare.bytes, bare.sha256]).toEqual([
    null,
    null,
    0,
    undefined,
  ]);
  expect(announcedFile(requestOf({ ...whole, 'upload-metadata': '' })).fileName ?? null).toBeNull();
});

test('a file whose length, digest or name cannot be read is refused before a byte of it is sent', () => {
  const wrong: [string, string | undefined][] = [
    ['upload-length', undefined],
    ['upload-length', '-1'],
    ['upload-length', '1.5'],
    ['upload-length', '17 bytes'],
    ['upload-length', '9'.repeat(16)],
    ['repr-digest', 'md5=:AAAA:'],
    ['repr-digest', 'sha-256=:AAAA:'],
    ['repr-digest', `xsha-256=:${digest.toString('base64')}:`],
    ['upload-metadata', 'filename ***'],
  ];
  for (const [name, value] of wrong) {
    const headers = Object.entries({ ...whole, [name]: value }).filter(
      (header): header is [string, string] => header[1] !== undefined,
    );
    let refused: unknown;
    try {
      announcedFile(requestOf(Object.fromEntries(headers)));
    } catch (error) {
      refused = error;
    }
    expect([name, value, refused instanceof ProblemError && refused.status]).toEqual([name, value, 422]);
  }
});
