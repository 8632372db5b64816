import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeName, UniqueNames } from './zip.name.js';

describe('a name inside a ZIP', () => {
  test.each([
    ['IMG_0001.JPG', 'IMG_0001.JPG'],
    ['Zoë & Jürgen (1).jpg', 'Zoë & Jürgen (1).jpg'],
    ['写真.png', '写真.png'],
    ['../../etc/passwd', '.._.._etc_passwd'],
    ['..', 'photo'],
    ['', 'photo'],
    ['C:\\Windows\\a.jpg', 'C__Windows_a.jpg'],
    ['a\u0000b\nc.jpg', 'a_b_c.jpg'],
    ['evil\u202Egpj.exe', 'evil_gpj.exe'],
    ['what? "this" <is> it|*.jpg', 'what_ _this_ _is_ it__.jpg'],
    ['CON', '_CON'],
    ['con.jpg', '_con.jpg'],
    ['LPT1.tar.gz', '_LPT1.tar.gz'],
    ['console.jpg', 'console.jpg'],
    ['dots and spaces. . .', 'dots and spaces'],
    ['.hidden', '.hidden'],
    ['e\u0301.jpg', '\u00e9.jpg'],
  ])('%j is written as %j', (fileName, name) => {
    expect(safeName(fileName)).toBe(name);
  });

  test('is cut where it is too long, and keeps its extension and whole characters', () => {
    const long = safeName(`${'💐'.repeat(200)}.jpeg`);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(150);
    expect(long.endsWith('💐.jpeg')).toBe(true);
  });
});

describe('several photos of one name', () => {
  const named = (files: string[]): string[] => {
    const names = new UniqueNames(['SHA256SUMS']);
    return files.map((file) => names.add(file));
  };

  test('are numbered, also where only the case differs or a number was there before', () => {
    expect(named(['a.jpg', 'a.jpg', 'A.JPG', 'a (2).jpg', 'a.jpg'])).toEqual([
      'a.jpg',
      'a (2).jpg',
      'A (3).JPG',
      'a (2) (2).jpg',
      'a (4).jpg',
    ]);
    expect(named(['sha256sums', 'straße.jpg', 'STRASSE.jpg'])).toEqual([
      'sha256sums (2)',
      'straße.jpg',
      'STRASSE (2).jpg',
    ]);
  });

  test('need no more time when they are ten thousand', () => {
    expect(new Set(named(Array<string>(20_000).fill('image.jpg'))).size).toBe(20_000);
  });

  test('never collide and never leave their folder, whatever they are called', () => {
    const anyName = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', 'A', '.', ' ', '/', '\\', '(', '2', ')', 'ß', '\n') }),
    );
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 30 }), (files) => {
        const names = named(files);
        expect(new Set(names.map((name) => name.toUpperCase())).size).toBe(files.length);
        const harmless = (name: string): boolean =>
          !/[/\\:\p{Cc}\p{Cs}]|^\.\.?$|[. ]$/u.test(name) && name !== '' && Buffer.byteLength(name) <= 151;
        expect(names.filter((name) => !harmless(name))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
