import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@visage/clustering/linkage/seeded.random';
import { afterAll, expect, it } from 'vitest';
import type { GroupingTask } from './grouping.task.js';
import { GroupingThread } from './grouping.thread.js';

const thread = new GroupingThread(new URL('../dist/grouping.worker.js', import.meta.url));
afterAll(() => thread.close());

/** So many faces of strangers. */
function crowd(faces: number): GroupingTask {
  const random = seededRandom(faces);
  const dimensions = 128;
  return {
    embeddings: new Float32Array(faces * dimensions).map(() => random() - 0.5),
    dimensions,
    kinds: undefined,
    photoIds: Array.from({ length: faces }, (_, face) => String(face)),
    quality: new Float32Array(faces).fill(1),
    threshold: 0.6,
    care: 'balanced',
    constraints: {},
  };
}

it('ends a grouping that lost its lock at once, and the process lives on to group the next event', async () => {
  for (const after of [300, 600, 700, 800]) {
    const aborted = new AbortController();
    const grouping = thread.group(crowd(40_000), aborted.signal);
    await sleep(after);
    aborted.abort();
    await expect(grouping).rejects.toThrow();
  }
  const { people } = await thread.group(crowd(50), new AbortController().signal);
  expect(people).toHaveLength(50);
});

it('does not begin once the lock is lost', async () => {
  await expect(thread.group(crowd(5), AbortSignal.abort())).rejects.toThrow();
});
