import { createHash } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { en } from './en.js';
import { isLanguage, LANGUAGES } from './language.js';
import { literalTexts, parseSource, textsReadOnce } from './literal.text.js';
import { setLanguage, texts } from './texts.js';

const files = Object.entries(
  import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts', '!../texts/*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
).map(([name, source]) => parseSource(name, source));

/** Every text of a language by its path; functions are called with values of the types they take. */
function leaves(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const say = node as (...values: unknown[]) => string;
    return [[path, String(say(...valuesFor(path)))]];
  }
  return Object.entries(node as object).flatMap(([key, value]) =>
    leaves(value, path ? `${path}.${key}` : key),
  );
}

function valuesFor(path: string): unknown[] {
  if (path.endsWith('edit.name')) return ['Ana', 'Luis'];
  if (path === 'held.from') return [['Ana', 'Luis']];
  if (path === 'guestDrive.told')
    return [{ photos: 3, uploaded: 1, present: 1, failed: 1, withheld: 0, waiting: 0 }, 'done', 'Gala'];
  if (path === 'admin.queueCounts') return [{ waiting: 1, active: 1, delayed: 1, failed: 1 }];
  if (path === 'mirror.undoLabel') return ['lost', 'a.jpg'];
  if (path === 'photo.takenAt') return ['2026-06-20T14:00:00'];
  return [3, 3, 3];
}

describe('another language', () => {
  const others = Object.keys(LANGUAGES)
    .filter(isLanguage)
    .filter((language) => language !== 'en');
  afterAll(() => setLanguage('en', []));

  test.each(others)('%s has a text for everything, each of its own', async (language) => {
    await setLanguage(language, []);
    const english = new Map(leaves(en));
    // a word or a name may be the same in both languages, a sentence never is
    const isSentence = (text: string): boolean => (text.match(/\p{L}{2,}/gu) ?? []).length > 2;
    const own = leaves(texts);
    expect(own.filter(([path, text]) => isSentence(text) && english.get(path) === text)).toEqual([]);
    for (const [path, text] of own) expect(text.trim(), path).not.toBe('');
  });
});

/** What people have agreed to: the wording of each version, in all languages. */
const AGREED_TO: Readonly<Record<string, string>> = {
  '2026-12-01': '0b865ae93001f83ae302233aaedea326ac085f8104efe1d71450a2908514ab01',
};

test('the wording of a consent and of the page about privacy changes with its version alone', async () => {
  const digest = createHash('sha256');
  for (const language of Object.keys(LANGUAGES).filter(isLanguage)) {
    await setLanguage(language, []);
    const { guest, privacy } = texts;
    digest.update(JSON.stringify(leaves({ consent: guest.consent, points: guest.family.points, privacy })));
  }
  await setLanguage('en', []);
  expect(digest.digest('hex'), 'a change of the wording is a new CONSENT_VERSION').toBe(
    AGREED_TO[texts.guest.consent.version],
  );
});

describe('texts are in one place', () => {
  test('no page contains text of its own', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(files.flatMap(literalTexts)).toEqual([]);
  });

  test('no module keeps a text, so that the whole page changes with the language', () => {
    expect(files.flatMap(textsReadOnce)).toEqual([]);
  });

  test('a page with text of its own is found', () => {
    const page = (inner: string): string[] => literalTexts(parseSource('a.tsx', `const A = () => ${inner};`));
    expect(page('<p>Hello</p>')).toEqual(['a.tsx:1: Hello']);
    expect(page('<img alt="A dog" className="big dog" />')).toEqual(['a.tsx:1: A dog']);
    expect(page("<p>{n > 1 ? 'many' : null}</p>")).toEqual(['a.tsx:1: many']);
    expect(page('<p>{`${n} dogs`}</p>')).toEqual(['a.tsx:1: dogs']);
    expect(page("<p data-state={on ? 'on' : 'off'}>{' · '}{texts.dog}</p>")).toEqual([]);
    expect(textsReadOnce(parseSource('a.ts', 'const a = texts.dog; const f = () => texts.dog;'))).toEqual([
      'a.ts:1',
    ]);
  });
});
