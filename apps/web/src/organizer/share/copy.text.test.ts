import { afterEach, expect, test, vi } from 'vitest';
import { copyText } from './copy.text.js';

afterEach(() => vi.unstubAllGlobals());

function plainHttp(copies: boolean): string[] {
  const seen: string[] = [];
  const area = {
    value: '',
    className: '',
    select: () => seen.push(`selected ${area.value}`),
    remove: () => seen.push('removed'),
  };
  vi.stubGlobal('window', { isSecureContext: false });
  vi.stubGlobal('document', {
    createElement: () => area,
    body: { append: () => seen.push('appended') },
    execCommand: (what: string) => (seen.push(what), copies),
  });
  return seen;
}

test('a link is copied by the clipboard of the browser, and a refusal is reported', async () => {
  const copied: string[] = [];
  vi.stubGlobal('window', { isSecureContext: true });
  vi.stubGlobal('navigator', {
    clipboard: { writeText: (text: string) => (copied.push(text), Promise.resolve()) },
  });
  await copyText('https://visage.example/g/1');
  expect(copied).toEqual(['https://visage.example/g/1']);
  vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('denied')) } });
  await expect(copyText('x')).rejects.toThrow('denied');
});

test('over plain http a link is copied as well, nothing of it stays on the page, and a failure is reported', async () => {
  const seen = plainHttp(true);
  await copyText('http://laptop/g/1');
  expect(seen).toEqual(['appended', 'selected http://laptop/g/1', 'copy', 'removed']);
  const failed = plainHttp(false);
  await expect(copyText('x')).rejects.toThrow('did not copy');
  expect(failed.at(-1)).toBe('removed');
});
