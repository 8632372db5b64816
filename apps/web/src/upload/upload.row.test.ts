import { expect, test } from 'vitest';
import { endingOf, failureOf } from './upload.answer.js';
import {
  inDisplayOrder,
  isFinished,
  isProblem,
  mayRetry,
  rowOf,
  totalsOf,
  type UploadFile,
} from './upload.row.js';

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

test('a list starts with what needs the person, and counts what the server has', () => {
  const rows = [
    file('stored', { progress: { uploadComplete: true }, meta: { ending: { kind: 'stored' } } }),
    file('twice', { meta: { ending: { kind: 'duplicate' } } }),
    file('under way', { progress: { bytesUploaded: 40 } }),
    file('waiting'),
    file('refused', { error: 'x', meta: { ending: { kind: 'refused', reason: 'too large' } } }),
    file('lost', { error: 'x', meta: { ending: { kind: 'offline' } } }),
    file('gone', { isGhost: true, progress: { bytesUploaded: 10 } }),
  ].map(rowOf);
  expect(rows.map(({ sent }) => sent)).toEqual([100, 100, 40, 0, 0, 0, 10]);
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

test('a photo that the server has counts as sent; a refused one says why; a lost connection is retried', () => {
  expect(failureOf(answer(409, problem('already-there')))).toEqual({ kind: 'duplicate' });
  expect(failureOf(answer(413, problem('too-large')))).toEqual({
    kind: 'refused',
    reason: 'about too-large',
  });
  expect(failureOf(answer(401, problem('not-signed-in'))).kind).toBe('failed');
  expect(failureOf(answer(502, '<html>')).kind).toBe('failed');
  expect(failureOf(answer(0, ''))).toEqual({ kind: 'offline' });
  expect(failureOf(undefined)).toEqual({ kind: 'offline' });
  expect([endingOf(answer(204, '', 'stored')), endingOf(answer(200, '', 'duplicate'))]).toEqual([
    { kind: 'stored' },
    { kind: 'duplicate' },
  ]);
});

test.each([
  ['waiting', {}, { active: true, sent: 0 }],
  ['waiting', { progress: { bytesUploaded: false } }, { active: true, sent: 0 }],
  ['sending', { progress: { bytesUploaded: 40 } }, { active: true, sent: 40 }],
  ['paused', { isPaused: true, progress: { bytesUploaded: 40 } }, { active: true, sent: 40 }],
  ['stored', { progress: { uploadComplete: true, bytesUploaded: 0 } }, { finished: 1, sent: 100 }],
  ['duplicate', { meta: { ending: { kind: 'duplicate' } } }, { finished: 1, sent: 100 }],
  ['failed', { error: 'cut off' }, { problems: 1, failed: 1, sent: 100 }],
  ['offline', { error: 'x', meta: { ending: { kind: 'offline' } } }, { problems: 1, failed: 1, sent: 100 }],
  ['refused', { meta: { ending: { kind: 'refused', reason: 'too large' } } }, { problems: 1, sent: 100 }],
  ['missing', { isGhost: true, error: 'x' }, { problems: 1, missing: 1, sent: 100 }],
] as const)('a file that is %s is counted as that and nothing else', (state, draft, counts) => {
  const row = rowOf(file('a', draft));
  expect(row.state).toBe(state);
  const active = 'active' in counts;
  const nothing = {
    total: 1,
    problems: 0,
    failed: 0,
    missing: 0,
    finished: 0,
    active,
    done: active ? 0 : 1,
    bytes: 100,
  };
  expect(totalsOf([row])).toEqual({ ...nothing, ...counts });
  const { finished, problems, failed } = totalsOf([row]);
  expect([isFinished(row), isProblem(row), mayRetry(row)]).toEqual([
    finished === 1,
    problems === 1,
    failed === 1,
  ]);
});

test('a row never shows more sent than the file has, and says why a file was refused', () => {
  expect(rowOf(file('a', { progress: { bytesUploaded: 140 } })).sent).toBe(100);
  expect(rowOf({ id: 'a', size: null, progress: { bytesUploaded: 5 }, meta: {} })).toMatchObject({
    name: '',
    size: 0,
    sent: 0,
    reason: null,
  });
  expect(rowOf(file('a', { meta: { ending: { kind: 'failed', reason: 'try later' } } })).reason).toBe(
    'try later',
  );
});

test.each([401, 408, 423, 429, 500, 503])('an answer of %i is retried', (status) => {
  expect(failureOf(answer(status, problem('x')))).toEqual({ kind: 'failed', reason: 'about x' });
});
test.each([400, 403, 404, 409, 410, 413, 422, 499])('an answer of %i is final', (status) => {
  expect(failureOf(answer(status, problem('x')))).toEqual({ kind: 'refused', reason: 'about x' });
});
test('an answer that does not mention the outcome means that the photo is stored', () => {
  expect([endingOf(answer(204, '')), endingOf(answer(204, '', 'nonsense'))]).toEqual([
    { kind: 'stored' },
    { kind: 'stored' },
  ]);
});
