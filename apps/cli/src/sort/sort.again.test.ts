import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderOfPhoto, SortTrial } from './testing/sort.trial.js';

let trial: SortTrial;
beforeEach(async () => {
  trial = await SortTrial.open();
  for (const name of ['a1.jpg', 'a2.jpg', 'a3.jpg', 'a4.jpg']) await trial.photo(name, 'Anna');
  for (const name of ['b1.jpg', 'b2.jpg', 'b3.jpg']) await trial.photo(name, 'Ben');
  for (const name of ['c1.jpg', 'c2.jpg']) await trial.photo(name, 'Carl');
  await trial.photo('ab.jpg', 'Anna', 'Ben');
  await trial.photo('tree.jpg');
  await trial.run();
});
afterEach(() => trial.close());

/** What the first run makes, without the folders of nobody. */
const FIRST = [
  ...[
    'Person 001/a1.jpg',
    'Person 001/a2.jpg',
    'Person 001/a3.jpg',
    'Person 001/a4.jpg',
    'Person 001/ab.jpg',
  ],
  ...['Person 002/ab.jpg', 'Person 002/b1.jpg', 'Person 002/b2.jpg', 'Person 002/b3.jpg'],
  ...['Person 003/c1.jpg', 'Person 003/c2.jpg'],
];
const CARL = FIRST.slice(-2);

async function foldersOf(name: string): Promise<string[]> {
  return folderOfPhoto(await trial.tree(), name);
}

it('a second run changes nothing', async () => {
  const state = await trial.text('people.json');
  const { notes } = (await trial.run()).summary;
  expect(await trial.tree()).toEqual(['No faces/tree.jpg', ...FIRST]);
  expect(await trial.text('people.json')).toBe(state);
  expect(notes).toEqual([]);
});

it('people keep their numbers when others come to be in more photos, and new people get new ones', async () => {
  for (const name of ['c3.jpg', 'c4.jpg', 'c5.jpg', 'c6.jpg']) await trial.photo(name, 'Carl');
  await trial.photo('0 dora.jpg', 'Dora');
  const { summary } = await trial.run();
  expect(await foldersOf('c6.jpg')).toEqual(['Person 003']);
  expect(await foldersOf('0 dora.jpg')).toEqual(['Person 004']);
  expect((await trial.tree()).filter((path) => FIRST.includes(path))).toEqual(FIRST);
  expect(new Map(summary.people.map(({ id, folder }) => [id, folder]))).toEqual(
    new Map([1, 2, 3, 4].map((n) => [`person-00${n}`, `Person 00${n}`])),
  );
});

it('a number is never given to somebody else, also not that of people who are gone', async () => {
  for (const name of ['c1.jpg', 'c2.jpg']) await rm(join(trial.input, name));
  await trial.run();
  await trial.photo('dora.jpg', 'Dora');
  await trial.run();
  expect(await foldersOf('dora.jpg')).toEqual(['Person 004']);
});

it('photos that are moved and renamed in the input keep their people and places', async () => {
  await trial.photo('sub/c3.jpg', 'Carl');
  for (const name of ['c1.jpg', 'c2.jpg'])
    await rename(join(trial.input, name), join(trial.input, `sub/new ${name}`));
  await trial.move('Person 003', 'Carl');
  await trial.run();
  expect((await trial.tree()).filter((path) => path.startsWith('Carl/'))).toEqual([
    'Carl/c1.jpg',
    'Carl/c2.jpg',
    'Carl/c3.jpg',
  ]);
});

describe('a renamed folder', () => {
  it('is followed: new photos go there, its photos are still ours, and programs read its name', async () => {
    await trial.move('Person 002', 'Benjamin');
    await trial.photo('b4.jpg', 'Ben');
    // Not the last copies, which are never removed.
    for (const name of ['b1.jpg', 'b2.jpg']) await rename(join(trial.input, name), `${trial.input} ${name}`);
    const { summary } = await trial.run();
    expect((await trial.tree()).filter((path) => /b\d/.test(path))).toEqual([
      ...['Benjamin/b3.jpg', 'Benjamin/b4.jpg'],
    ]);
    expect(await foldersOf('ab.jpg')).toEqual(['Benjamin', 'Person 001']);
    expect(summary.people).toContainEqual(
      expect.objectContaining({ id: 'person-002', name: 'Benjamin', folder: 'Benjamin' }),
    );
    expect(summary.notes.join()).toContain('"Person 002" is called "Benjamin" now');
    expect((await stat(join(trial.out, 'Faces/Benjamin.jpg'))).size).toBeGreaterThan(0);
    await expect(stat(join(trial.out, 'Faces/Person 002.jpg'))).rejects.toThrow();
    expect((await trial.run()).summary.notes).toEqual([]);
  });

  it('is followed into another folder, and when two change names with each other', async () => {
    await trial.move('Person 003', 'Friends/Carl');
    await trial.move('Person 001', 'for a moment');
    await trial.move('Person 002', 'Person 001');
    await trial.move('for a moment', 'Person 002');
    for (const [name, person] of [
      ['a5.jpg', 'Anna'],
      ['b5.jpg', 'Ben'],
      ['c5.jpg', 'Carl'],
    ] as const)
      await trial.photo(name, person);
    await trial.run();
    expect(await foldersOf('a5.jpg')).toEqual(['Person 002']);
    expect(await foldersOf('b5.jpg')).toEqual(['Person 001']);
    expect(await foldersOf('c5.jpg')).toEqual(['Friends/Carl']);
    expect((await trial.tree()).filter((path) => path.endsWith('/a1.jpg'))).toEqual(['Person 002/a1.jpg']);
  });

  it('is known by its photos after the result was copied to another disk', async () => {
    await trial.copyOut();
    await trial.move('Person 002', 'Benjamin');
    await trial.photo('b4.jpg', 'Ben');
    await trial.run();
    expect(await foldersOf('b4.jpg')).toEqual(['Benjamin']);
    expect(await foldersOf('b1.jpg')).toEqual(['Benjamin']);
  });

  it('of people who are always together is not mixed up', async () => {
    for (const name of ['ef1.jpg', 'ef2.jpg', 'ef3.jpg']) await trial.photo(name, 'Eve', 'Finn');
    const { summary } = await trial.run();
    const [eve, finn] = summary.photos.find(({ file }) => file === 'ef1.jpg')?.faces ?? [];
    const folders = new Map(summary.people.map(({ id, folder }) => [id, folder ?? '']));
    await trial.move(folders.get(eve?.person ?? '') ?? '', 'Eve');
    await trial.move(folders.get(finn?.person ?? '') ?? '', 'Finn');
    await trial.photo('e4.jpg', 'Eve');
    await trial.photo('f4.jpg', 'Finn');
    await trial.run();
    expect([await foldersOf('e4.jpg'), await foldersOf('f4.jpg')]).toEqual([['Eve'], ['Finn']]);
  });

  it('stays somebody of its own, however alike two named people become, and whoever else is alike', async () => {
    await trial.move('Person 001', 'Anna');
    await trial.move('Person 003', 'Carl');
    trial.looksLike('Anna', 'Carl');
    trial.looksLike('Ben', 'Carl');
    await trial.run();
    expect(await foldersOf('a1.jpg')).toEqual(['Anna']);
    expect(await foldersOf('c1.jpg')).toEqual(['Carl']);
  });
});

describe('a deleted folder', () => {
  it('is not made again; its photos are with those of nobody, and the summary says why', async () => {
    await trial.delete('Person 003');
    await trial.photo('c3.jpg', 'Carl');
    for (let run = 0; run < 2; run++) {
      const { summary } = await trial.run();
      expect(await foldersOf('c3.jpg')).toEqual(['Other faces']);
      expect(await foldersOf('c1.jpg')).toEqual(['Other faces']);
      expect(summary.people.find(({ id }) => id === 'person-003')?.folder).toBe(null);
      expect(summary.notes.join()).toContain('"Person 003" was deleted');
      await expect(stat(join(trial.out, 'Faces/Person 003.jpg'))).rejects.toThrow();
    }
    const { summary } = await trial.run({ again: true });
    expect((await trial.tree()).filter((path) => /c\d/.test(path))).toEqual([...CARL, 'Person 003/c3.jpg']);
    expect(summary.notes).toEqual([]);
  });

  it('that is taken out of the waste again is a person as before', async () => {
    await trial.move('Person 003', '../waste');
    await trial.run();
    await trial.delete('Other faces');
    await trial.move('../waste', 'Person 003');
    await trial.run();
    expect((await trial.tree()).filter((path) => /c\d/.test(path))).toEqual(CARL);
  });

  it('of somebody who is only seen with another does not make the other two people', async () => {
    await trial.photo('ag.jpg', 'Anna', 'Gus');
    await trial.run();
    await trial.delete('Person 004');
    await trial.photo('g2.jpg', 'Gus');
    await trial.run();
    expect(await foldersOf('ag.jpg')).toEqual(['Person 001']);
    expect(await foldersOf('g2.jpg')).toEqual(['Other faces']);
  });

  it('of photos without faces stays away, too', async () => {
    await trial.delete('No faces');
    await trial.photo('lake.jpg');
    const { summary } = await trial.run();
    expect(await foldersOf('lake.jpg')).toEqual([]);
    const lake = summary.photos.find(({ file }) => file === 'lake.jpg');
    expect(lake?.places).toEqual([]);
    expect(lake?.missing?.[0]?.reason).toMatch(/^deleted-folder: .*"No faces"/);
    await trial.run({ again: true });
    expect(await foldersOf('lake.jpg')).toEqual(['No faces']);
  });

  it('is not one that a run removed because it was not asked for', async () => {
    await trial.run({ minPhotos: 3 });
    expect(await foldersOf('c1.jpg')).toEqual(['Other faces']);
    await trial.run();
    expect((await trial.tree()).filter((path) => /c\d/.test(path))).toEqual(CARL);
  });
});

describe('folders that are put together', () => {
  it('are one person from then on, as are their new photos', async () => {
    await trial.merge('Person 003', 'Person 002');
    await trial.photo('c3.jpg', 'Carl');
    const { summary } = await trial.run();
    expect(await foldersOf('c3.jpg')).toEqual(['Person 002']);
    expect(summary.people.map(({ id }) => id).sort()).toEqual(['person-001', 'person-002']);
    await trial.photo('c4.jpg', 'Carl');
    expect((await trial.run()).summary.notes).toEqual([]);
    expect(await foldersOf('c4.jpg')).toEqual(['Person 002']);
    expect((await trial.tree()).filter((path) => path.startsWith('Person 003'))).toEqual([]);
  });

  it('are one also in a new folder, and if one of them is left behind empty', async () => {
    await trial.merge('Person 003', 'Family');
    for (const name of ['ab.jpg', 'b1.jpg', 'b2.jpg', 'b3.jpg'])
      await trial.move(`Person 002/${name}`, `Family/${name}`);
    await trial.photo('b4.jpg', 'Ben');
    await trial.photo('c4.jpg', 'Carl');
    const { summary } = await trial.run();
    expect([await foldersOf('b4.jpg'), await foldersOf('c4.jpg')]).toEqual([['Family'], ['Family']]);
    expect(summary.people.map(({ id, name }) => [id, name])).toEqual(
      expect.arrayContaining([['person-002', 'Family']]),
    );
    expect(summary.people).toHaveLength(2);
  });

  it('are one even of people who were seen in one photo', async () => {
    await trial.merge('Person 002', 'Person 001');
    await trial.photo('b4.jpg', 'Ben');
    await trial.run();
    expect(await foldersOf('b4.jpg')).toEqual(['Person 001']);
    expect(await foldersOf('ab.jpg')).toEqual(['Person 001']);
  });
});

describe('a photo moved by hand', () => {
  it('shows the person whose folder it was put into, and the folder it came from does not get it back', async () => {
    await trial.move('Person 002/b1.jpg', 'Person 003/found him.jpg');
    for (let run = 0; run < 2; run++) {
      const { summary } = await trial.run();
      expect(await foldersOf('found him.jpg')).toEqual(['Person 003']);
      expect(await foldersOf('b1.jpg')).toEqual([]);
      const photo = summary.photos.find(({ file }) => file === 'b1.jpg');
      expect(photo).toMatchObject({
        places: ['Person 003/found him.jpg'],
        faces: [{ person: 'person-003' }],
      });
    }
  });

  it('goes back when it is put back', async () => {
    await trial.move('Person 002/b1.jpg', 'Person 003/b1.jpg');
    await trial.run();
    await trial.move('Person 003/b1.jpg', 'Person 002/b1.jpg');
    const { summary } = await trial.run();
    expect(await foldersOf('b1.jpg')).toEqual(['Person 002']);
    expect(summary.photos.find(({ file }) => file === 'b1.jpg')?.faces).toMatchObject([
      { person: 'person-002' },
    ]);
  });

  it('into a new folder is somebody else from then on', async () => {
    trial.looksLike('Zoe', 'Anna');
    for (const name of ['z1.jpg', 'z2.jpg']) await trial.photo(name, 'Zoe');
    await trial.run();
    expect(await foldersOf('z1.jpg')).toEqual(['Person 001']);
    for (const name of ['z1.jpg', 'z2.jpg']) await trial.move(`Person 001/${name}`, `Zoe/${name}`);
    const { summary } = await trial.run();
    expect(summary.people.map(({ id, name, photos }) => [id, name, photos])).toContainEqual([
      ...['person-004', 'Zoe'],
      ['z1.jpg', 'z2.jpg'],
    ]);
    expect(await foldersOf('z1.jpg')).toEqual(['Zoe']);
  });

  it('into a collection of photos of several people makes nobody of it', async () => {
    await trial.move('Person 001/a1.jpg', 'To print/a1.jpg');
    await trial.move('Person 003/c1.jpg', 'To print/c1.jpg');
    const { summary } = await trial.run();
    expect([await foldersOf('a1.jpg'), await foldersOf('c1.jpg')]).toEqual([['To print'], ['To print']]);
    expect(summary.people).toHaveLength(3);
    const photo = summary.photos.find(({ file }) => file === 'a1.jpg');
    expect(photo?.places).toEqual(['To print/a1.jpg']);
    expect(photo?.missing?.[0]?.reason).toMatch(/^taken-out: .*"Person 001"/);
  });

  it("that is nobody's stays with whom it was put", async () => {
    await trial.move('No faces/tree.jpg', 'Person 001/tree.jpg');
    await trial.run();
    await trial.run();
    expect(await foldersOf('tree.jpg')).toEqual(['Person 001']);
  });
});

it('a photo deleted by hand stays deleted, and comes again when asked for', async () => {
  await trial.delete('Person 001/a1.jpg');
  await trial.delete('Person 001/ab.jpg');
  for (let run = 0; run < 2; run++) {
    const { summary } = await trial.run();
    expect([await foldersOf('a1.jpg'), await foldersOf('ab.jpg')]).toEqual([[], ['Person 002']]);
    expect(summary.photos.find(({ file }) => file === 'a1.jpg')?.missing).toHaveLength(1);
  }
  await trial.run({ again: true });
  expect(await trial.tree()).toEqual(['No faces/tree.jpg', ...FIRST]);
});

it('a photo renamed by hand is not put beside itself, and what somebody put there is left', async () => {
  await trial.move('Person 001/a1.jpg', 'Person 001/First dance.jpg');
  await trial.write('Person 003/notes.txt', 'mine');
  await trial.write('Person 003/c1 edited.jpg', 'my edit');
  for (const name of ['c1.jpg', 'c2.jpg']) await rm(join(trial.input, name));
  await trial.run();
  expect(await foldersOf('First dance.jpg')).toEqual(['Person 001']);
  expect(await foldersOf('a1.jpg')).toEqual([]);
  expect(await trial.text('Person 003/notes.txt')).toBe('mine');
  expect(await trial.text('Person 003/c1 edited.jpg')).toBe('my edit');
});

describe('the state', () => {
  it('holds no face embedding', async () => {
    const longest = Math.max(...(await trial.text('people.json')).split(/[",]/).map((word) => word.length));
    expect(longest).toBeLessThanOrEqual(64); // a digest
  });

  it.each(['missing', 'damaged', 'of a later version'])(
    '%s: people are known again by their folders, and it is said so',
    async (how) => {
      await trial.move('Person 001', 'Anna');
      await trial.merge('Person 003', 'Person 002');
      await trial.photo('c3.jpg', 'Carl'); // as many as Ben, but for the one with Anna
      await trial.write('My best/a1.jpg', await trial.text('Anna/a1.jpg'));
      await trial.write('My best/c1.jpg', await trial.text('Person 002/c1.jpg'));
      await trial.run();
      const text = await trial.text('people.json');
      if (how === 'missing') await trial.delete('people.json');
      if (how === 'damaged') await trial.write('people.json', text.slice(0, 200));
      if (how === 'of a later version')
        await trial.write('people.json', text.replace('"version":1', '"version":2'));
      for (const [name, person] of [
        ['a5.jpg', 'Anna'],
        ['b5.jpg', 'Ben'],
        ['c5.jpg', 'Carl'],
        ['d5.jpg', 'Dora'],
      ] as const)
        await trial.photo(name, person);
      const { summary } = await trial.run();
      expect(summary.notes.join()).toMatch(
        /^people.json (could not be read|is missing).*: 2 people were known again/,
      );
      expect(await foldersOf('a5.jpg')).toEqual(['Anna']);
      expect(await foldersOf('b5.jpg')).toEqual(['Person 002']);
      expect(await foldersOf('c5.jpg')).toEqual(['Person 002']);
      expect(await foldersOf('d5.jpg')).toEqual(['Person 004']);
      expect(summary.people.find(({ folder }) => folder === 'Anna')?.id).toBe('person-001');
      if (how !== 'missing') expect(await trial.text('.visage-sort/people.damaged.json')).not.toBe('');
      expect((await trial.run()).summary.notes).toEqual([]);
    },
  );

  it('is enough when everything else that is for programs was deleted to save space', async () => {
    await trial.move('Person 001', 'Anna');
    await trial.delete('.visage-sort');
    await trial.photo('a5.jpg', 'Anna');
    await trial.run();
    expect(await foldersOf('a5.jpg')).toEqual(['Anna']);
    expect((await trial.tree()).filter((path) => path.includes('('))).toEqual([]);
  });
});

describe('names of references', () => {
  it('stay with their people, in runs without references as well', async () => {
    await trial.run({ references: ['Ben', 'Carl'] });
    expect([await foldersOf('b1.jpg'), await foldersOf('c1.jpg')]).toEqual([['Ben'], ['Carl']]);
    await trial.photo('c3.jpg', 'Carl');
    const { summary } = await trial.run();
    expect(await foldersOf('c3.jpg')).toEqual(['Carl']);
    expect(summary.people.map(({ id, name }) => [id, name]).sort()).toEqual([
      ['person-001', undefined],
      ['person-002', 'Ben'],
      ['person-003', 'Carl'],
    ]);
    expect((await trial.tree()).filter((path) => path.startsWith('Person 00'))).toHaveLength(5);
  });

  it('do not replace a name given by hand', async () => {
    await trial.move('Person 003', 'Uncle Carl');
    await trial.run({ references: ['Carl'] });
    expect(await foldersOf('c1.jpg')).toEqual(['Uncle Carl']);
  });
});
