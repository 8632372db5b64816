import { disk } from '@visage/testing/failing.files';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { folderOfPhoto, SortTrial } from './testing/sort.trial.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let trial: SortTrial;
beforeEach(async () => {
  disk.reset();
  trial = await SortTrial.open();
  for (const name of ['a1.jpg', 'a2.jpg', 'a3.jpg']) await trial.photo(name, 'Anna');
  for (const name of ['b1.jpg', 'b2.jpg']) await trial.photo(name, 'Ben');
  await trial.run();
});
afterEach(async () => {
  disk.reset();
  await trial.close();
});

async function foldersOf(name: string): Promise<string[]> {
  return folderOfPhoto(await trial.tree(), name);
}

describe('what a run did that broke off after it had placed the photos is not taken for the work of hands', () => {
  async function breakOff(minPhotos: number): Promise<void> {
    let written = 0;
    disk.setFault(({ call, path }) =>
      call === 'rename' && path.includes('people.json') && ++written > 1 ? { errno: 'EIO' } : undefined,
    );
    await expect(trial.run({ minPhotos })).rejects.toMatchObject({ code: 'EIO' });
    disk.reset();
  }

  it('a folder that it removed', async () => {
    await breakOff(3);
    expect(await foldersOf('b1.jpg')).toEqual(['Other faces']);
    const { summary } = await trial.run();
    expect(await foldersOf('b1.jpg')).toEqual(['Person 002']);
    expect(summary.notes).toEqual([]);
  });

  it('photos that it placed', async () => {
    await trial.photo('b3.jpg', 'Ben');
    await trial.photo('c1.jpg', 'Carl');
    await breakOff(1);
    const { summary } = await trial.run();
    expect([await foldersOf('b3.jpg'), await foldersOf('c1.jpg')]).toEqual([['Person 002'], ['Person 003']]);
    expect(summary.notes).toEqual([]);
    await trial.run({ minPhotos: 3 });
    expect(await foldersOf('c1.jpg')).toEqual(['Other faces']);
  });
});

it('a folder that the system does not let us look into is not taken for emptied', async () => {
  disk.setFault(({ call, path }) =>
    call === 'readdir' && path.endsWith('/Person 002') ? { errno: 'EACCES' } : undefined,
  );
  await trial.run();
  disk.reset();
  const { summary } = await trial.run();
  expect(await foldersOf('b1.jpg')).toEqual(['Person 002']);
  expect(summary.notes).toEqual([]);
});
