import { expect, it } from 'vitest';
import { safeName, shortName, UniqueNames } from './file.name.js';

it('makes folder names of any person name', () => {
  expect(safeName('Anna & Ben')).toBe('Anna & Ben');
  expect(safeName('../../etc/passwd')).toBe('_.._etc_passwd');
  expect(safeName('AC/DC: "live"?')).toBe('AC_DC_ _live__');
  expect(safeName(' . ')).toBe('_');
  expect(safeName('con')).toBe('_con');
  expect(safeName('Zoe\u0308')).toBe('Zo\u00eb');
});

it('keeps two photos of one name apart, even if they differ only in case', () => {
  const names = new UniqueNames(['Faces']);
  const taken = ['IMG_1.jpg', 'img_1.JPG', 'IMG_1.jpg', 'IMG_1 (2).jpg', 'faces'].map((name) =>
    names.take(name),
  );
  expect(taken).toEqual(['IMG_1.jpg', 'img_1 (2).JPG', 'IMG_1 (3).jpg', 'IMG_1 (2) (2).jpg', 'faces (2)']);
});

it('cuts names by bytes, between characters, and never so that one ends in a dot', () => {
  expect(safeName('👰'.repeat(100))).toBe('👰'.repeat(29));
  expect(safeName(`${'a'.repeat(118)}. b`)).toBe('a'.repeat(118));
  expect(safeName('half \ud83d')).toBe('half _');
  expect(safeName('Com¹ .jpg')).toBe('_Com¹ .jpg');
  expect(Buffer.byteLength(shortName(`${'ö'.repeat(200)}.jpeg`))).toBe(255);
  expect(shortName('Dr. Anna', 255, ' (2)')).toBe('Dr. Anna (2)');
});
