import { expect, test } from 'vitest';
import { endingOf, failureOf } from './upload.answer.js';
import { inDisplayOrder, rowOf, totalsOf, type UploadFile } from './upload.row.js';

const file = (id: string, draft: Partial<UploadFile> = {}): UploadFile => ({
  id,
  name: `${id}.jpg`,
  size: 100,
  progress: { bytesUploaded: 0 },
  meta: {},
  ...draft,
});
const answer = (status: number, body: object | string, outcome: string | null = null) => ({
  status,
  responseText: typeof body === 'string' ? body : JSON.stringify(body),
  getResponseHeader: () => outcome,
});
const problem = (code: string) => ({ code, detail: `about ${code}` });

test('a list says first what needs the person, and counts what the server has', () => {
  const rows = [
    file('stored', { progress: { uploadComplete: true }, meta: { ending: { kind: 'stored' } } }),
    file('twice', { meta: { ending: { kind: 'duplicate' } } }),
    file('under way', { progress: { bytesUploaded: 40 } }),
    file('waiting'),
    file('refused', { error: 'x', meta: { ending: { kind: 'refused', reason: 'too large' } } }),
    file('lost', { error: 'x', meta: { ending: { kind: 'offline' } } }),
    file('gone', { isGhost: true, progress: { bytesUploaded: 10 } }),
  ].map(rowOf);
  expect(inDisplayOrder(rows).map((row) => row.id)).toEqual([
    'lost',
    'refused',
    'gone',
    'under way',
    'waiting',
    'twice',
    'stored',
  ]);
  expect(totalsOf(rows)).toEqual({
    ...{ total: 7, done: 5, problems: 3, failed: 1, missing: 1, finished: 2, active: true },
    ...{ sent: 540, bytes: 700 },
  });
});

test('a photo that the server has counts as sent; one it does not take says why; a lost connection is tried again', () => {
  expect(failureOf(answer(409, problem('already-there')))).toEqual({ kind: 'duplicate' });
  expect(failureOf(answer(413, problem('too-large')))).toEqual({ kind: 'refused', reason: 'about too-large' });
  expect(failureOf(answer(401, problem('not-signed-in'))).kind).toBe('failed');
  expect(failureOf(answer(502, '<html>')).kind).toBe('failed');
  expect(failureOf(answer(0, ''))).toEqual({ kind: 'offline' });
  expect(failureOf(undefined)).toEqual({ kind: 'offline' });
  expect([endingOf(answer(204, '', 'stored')), endingOf(answer(200, '', 'duplicate'))]).toEqual([
    { kind: 'stored' },
    { kind: 'duplicate' },
  ]);
});
