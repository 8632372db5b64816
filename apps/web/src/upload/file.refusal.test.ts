import { expect, it } from 'vitest';
import { refusalOf } from './file.refusal.js';

const file = (content: string): Blob =>
  new Blob([Uint8Array.from(content, (letter) => letter.charCodeAt(0))]);

it('what is no photo is not sent, and people are told what it is', async () => {
  for (const [content, what] of [
    ['', 'an empty file'],
    ['Dear guests', 'a text'],
    ['%PDF-1.7', 'a PDF document'],
    ['\0\0\0\x18ftypisom\0\0\0\0', 'a video'],
    ['IIRO\x08\0\0\0', 'a RAW file of Olympus (.ORF)'],
  ] as const)
    expect(await refusalOf(file(content))).toContain(`This is ${what}`);
});

it('what begins as a photo is sent, whatever its name and its rest', async () => {
  for (const content of ['\xff\xd8\xff\xe0rest', 'II*\0\x08\0\0\0', '\0\0\0\x18ftypheic\0\0\0\0'])
    expect(await refusalOf(file(content))).toBeNull();
});
