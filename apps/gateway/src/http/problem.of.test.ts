import { NotFoundException } from '@nestjs/common';
import { CursorError } from '@visage/database/client/cursor.error';
import { expect, test } from 'vitest';
import { notFound } from './problem.error.js';
import { problemOf } from './problem.of.js';
import { problemOfIssues } from './validation.pipe.js';

const withStatus = (status: unknown): Error =>
  Object.assign(new Error('secret words of a library'), { status });

test('whatever is thrown is answered with what it is, and with no words that were not meant for people', () => {
  const ours = notFound('photo');
  expect(problemOf(ours)).toBe(ours);
  const answers = [
    new CursorError(),
    withStatus(400),
    new NotFoundException(),
    withStatus(413),
    withStatus(415),
    withStatus(418),
    withStatus(499),
  ];
  expect(answers.map(problemOf).map(({ status, code }) => [status, code])).toEqual([
    [400, 'bad-cursor'],
    [400, 'bad-request'],
    [404, 'no-such-route'],
    [413, 'too-large'],
    [415, 'unsupported-encoding'],
    [418, 'refused'],
    [499, 'refused'],
  ]);
  for (const broken of [
    withStatus(500),
    withStatus(502),
    withStatus('400'),
    new Error('secret words'),
    { status: 400 },
    'text',
    undefined,
  ]) {
    const problem = problemOf(broken);
    expect([problem.status, problem.code, problem.cause]).toEqual([500, 'internal', broken]);
    expect(JSON.stringify(problem.toProblem())).not.toContain('secret');
  }
});

test('what is wrong with a request is said field by field, and not without end', () => {
  const { status, detail, more } = problemOfIssues([
    { message: 'is missing', path: ['scope', { key: 'albumIds' }, 0] },
    { message: 'is no object' },
  ]);
  expect([status, more.fields]).toEqual([
    422,
    [
      { path: 'scope.albumIds.0', message: 'is missing' },
      { path: '', message: 'is no object' },
    ],
  ]);
  expect(detail).toContain('scope.albumIds.0: is missing; is no object');
  expect(problemOfIssues(Array.from({ length: 50 }, () => ({ message: 'm' }))).more.fields).toHaveLength(20);
});
