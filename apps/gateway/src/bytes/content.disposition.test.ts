import { expect, test } from 'vitest';
import { attachmentHeader } from './content.disposition.js';

test('a plain name arrives as it is', () => {
  expect(attachmentHeader('IMG_0001.jpg')).toBe(
    `attachment; filename="IMG_0001.jpg"; filename*=UTF-8''IMG_0001.jpg`,
  );
});

test('names in any script are kept, with a readable one for old programs', () => {
  const header = attachmentHeader('Hochzeit Zoë & 美咲.jpg');
  expect(header).toContain('filename="Hochzeit Zoe & __.jpg"');
  const encoded = /filename\*=UTF-8''(\S+)$/.exec(header)?.[1] ?? '';
  expect(decodeURIComponent(encoded)).toBe('Hochzeit Zoë & 美咲.jpg');
});

test('no name breaks out of the header or the download folder', () => {
  for (const name of [
    'a"; x="b.jpg',
    'a\r\nSet-Cookie: b=c.jpg',
    '../../etc/passwd',
    'C:\\a.jpg',
    'exe\u202Egpj.jpg',
    '',
    "it's (1)*.jpg",
  ]) {
    const header = attachmentHeader(name);
    expect(header).toMatch(/^attachment; filename="[^"\\/]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/);
    expect([...header].every((char) => char >= ' ' && char <= '~')).toBe(true);
  }
});
