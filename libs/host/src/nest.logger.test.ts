import { pino } from 'pino';
import { expect, test } from 'vitest';
import { NestLogger } from './nest.logger.js';

test('what the framework says stands in the log at its level, with where it comes from, and an error with its stack', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = new NestLogger(
    pino(
      { level: 'debug' },
      { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
    ),
  );
  logger.log('started', 'Router');
  logger.warn('slow', { detail: 1 });
  logger.error(new Error('lost'), 'stack', 'Worker');
  logger.error('no such route');
  const { debug, warn, error } = pino.levels.values;
  expect(lines.map(({ level, msg, context }) => [level, msg, context])).toEqual([
    [debug, 'started', 'Router'],
    [warn, 'slow', undefined],
    [error, 'lost', 'Worker'],
    [error, 'no such route', undefined],
  ]);
  expect(lines.map(({ err }) => err)).toEqual([
    undefined,
    undefined,
    expect.objectContaining({
      type: 'Error',
      message: 'lost',
      stack: expect.stringContaining('nest.logger.test') as string,
    }),
    undefined,
  ]);
});
