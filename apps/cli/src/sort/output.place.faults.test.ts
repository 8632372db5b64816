import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { disk } from '@visage/testing/failing.files';
import { mountSmallDisk, type SmallDisk } from '@visage/testing/small.disk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeFiles, type PlacedFile } from './output.place.js';
import { openPlaceTrial, type PlaceTrial } from './testing/place.trial.js';

vi.mock('node:fs/promises', async (real) =>
  (await import('@visage/testing/failing.files')).disk.over(await real()),
);

let trial: PlaceTrial;
let root: string;
let out: string;
let planned: PlaceTrial['planned'];
let place: PlaceTrial['place'];
let listing: PlaceTrial['listing'];
beforeEach(async () => {
  trial = await openPlaceTrial('visage-place-faults-');
  ({ root, out, planned, place, listing } = trial);
  disk.reset();
});
afterEach(async () => {
  disk.reset();
  await rm(root, { recursive: true });
});

/** Makes calls of these names fail for paths that contain `part`. */
const refuse = (errors: Record<string, string>, part = ''): void =>
  disk.setFault(({ call, path }) => {
    const errno = errors[call];
    return errno !== undefined && path.includes(part) ? { errno } : undefined;
  });
const copies = (): number => disk.calls.filter((call) => call.startsWith('copyFile ')).length;

describe('where a photo cannot be linked', () => {
  it.each(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES'])(
    '%s: it is copied, bit for bit',
    async (errno) => {
      refuse({ link: errno });
      expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a.jpg']);
      expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('bytes of a.jpg');
      expect((await stat(join(out, 'Anna/a.jpg'))).ino).not.toBe((await stat(join(root, 'a.jpg'))).ino);
      expect(await listing()).toEqual(['Anna/a.jpg']);
    },
  );

  it.each(['EIO', 'ENOSPC', 'EROFS'])('%s: the disk is at fault, and the run says so', async (errno) => {
    refuse({ link: errno });
    await expect(place(planned('Anna/a.jpg', 'a.jpg'))).rejects.toMatchObject({ code: errno });
    expect(copies()).toBe(0);
  });

  it('its copy has the time of the original, so that programs sort it where it belongs', async () => {
    await utimes(join(root, 'a.jpg'), 1_000_000_000, 1_111_111_111);
    refuse({ link: 'EXDEV' });
    await place(planned('Anna/a.jpg', 'a.jpg'));
    expect(Math.round((await stat(join(out, 'Anna/a.jpg'))).mtimeMs / 1_000)).toBe(1_111_111_111);
  });

  it('it is copied once, whatever fraction of a second it is from', async () => {
    refuse({ link: 'EXDEV' });
    for (let index = 0; index < 40; index++) {
      await writeFile(join(root, 'a.jpg'), `a photo ${index}`);
      await utimes(join(root, 'a.jpg'), 1, 1_700_000_000 + index * 0.0173);
      await place(planned('Anna/a.jpg', 'a.jpg'));
      const before = copies();
      await place(planned('Anna/a.jpg', 'a.jpg'));
      expect(copies() - before, `of ${(await stat(join(root, 'a.jpg'))).mtimeMs}`).toBe(0);
    }
  });

  it('it is never seen half copied under its name, and is completed by the next run', async () => {
    await writeFile(join(root, 'a.jpg'), Buffer.alloc(1_000, 'a'));
    const fails: Record<string, string>[] = [{ copyFile: 'EIO' }, { utimes: 'EIO' }, { rename: 'EIO' }, {}];
    for (const fail of fails) {
      refuse({ link: 'EXDEV', ...fail }, 'a.jpg');
      if (Object.keys(fail).length === 0) disk.freeBytes = 600; // enough space for the list of files, but not for the photo
      await expect(place(planned('Anna/a.jpg', 'a.jpg'))).rejects.toMatchObject({
        code: Object.values(fail)[0] ?? 'ENOSPC',
      });
      expect((await listing()).filter((path) => path.endsWith('.jpg'))).toEqual([]);
      disk.reset();
    }
    refuse({ link: 'EXDEV' });
    expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a.jpg']);
    expect(await readFile(join(out, 'Anna/a.jpg'))).toEqual(Buffer.alloc(1_000, 'a'));
    expect(await listing()).toEqual(['Anna/a.jpg']);
  });
});

describe('an output that really lies on another disk', () => {
  let small: SmallDisk | null;
  beforeAll(async () => {
    small = await mountSmallDisk(2 ** 20);
  });
  afterAll(() => small?.unmount());

  it('holds copies, is brought up to date and tidied, and a full disk is reported', async () => {
    if (small) out = trial.out = small.path;
    else refuse({ link: 'EXDEV' }); // if nothing can be mounted
    await place(planned('Anna/a.jpg', 'a.jpg'), planned('Bert/b.jpg', 'b.jpg'));
    expect(copies()).toBe(2);
    await writeFile(join(root, 'a.jpg'), 'a better version');
    await place(planned('Anna/a.jpg', 'a.jpg'));
    expect(await listing()).toEqual(['Anna/a.jpg']);
    expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('a better version');
    await writeFile(join(root, 'b.jpg'), Buffer.alloc(2 ** 21));
    if (!small) disk.freeBytes = 2 ** 20;
    await expect(place(planned('Anna/a.jpg', 'a.jpg'), planned('Bert/b.jpg', 'b.jpg'))).rejects.toMatchObject(
      { code: 'ENOSPC' },
    );
    expect((await listing()).filter((path) => path.endsWith('.jpg'))).toEqual(['Anna/a.jpg']);
  });
});

describe('after a run that broke off', () => {
  /** Breaks off while b.jpg is being placed, after a.jpg has been. */
  async function breakOff(): Promise<void> {
    refuse({ link: 'EIO' }, 'b.jpg');
    await expect(place(planned('Anna/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg'))).rejects.toMatchObject(
      { code: 'EIO' },
    );
    disk.reset();
    expect(await listing()).toEqual(['Anna/a.jpg']);
  }

  it('its photos are known to be ours, and move with the next grouping', async () => {
    await breakOff();
    await place(planned('Bert/a.jpg', 'a.jpg'), planned('Bert/b.jpg', 'b.jpg'));
    expect(await listing()).toEqual(['Bert/a.jpg', 'Bert/b.jpg']);
  });

  it('its copies are known to be ours as well, whatever fraction of a second they are from', async () => {
    for (let index = 0; index < 12; index++) {
      await utimes(join(root, 'a.jpg'), 1, 1_700_000_000 + index * 0.0173);
      disk.setFault(({ call, path }) =>
        call === 'link' ? { errno: path.includes('b.jpg') ? 'EIO' : 'EXDEV' } : undefined,
      );
      await expect(
        place(planned('Anna/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg')),
      ).rejects.toMatchObject({ code: 'EIO' });
      refuse({ link: 'EXDEV' });
      expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a.jpg']);
      await place();
      expect(await listing()).toEqual([]);
    }
  });

  it('the last copy of a photo whose original is gone by now is kept', async () => {
    await breakOff();
    await rm(join(root, 'a.jpg'));
    const { lastCopies } = await placeFiles(out, join(root, 'outputs.json'), [], new Set());
    expect(lastCopies).toEqual(['Anna/a.jpg']);
    expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('bytes of a.jpg');
  });

  it('a photo that was edited since replaces its old version, instead of joining it', async () => {
    await place(planned('Anna/a.jpg', 'a.jpg'));
    await rm(join(root, 'a.jpg'));
    await writeFile(join(root, 'a.jpg'), 'a better version');
    refuse({ rm: 'EIO' }, 'out/Anna/a.jpg');
    await expect(place(planned('Anna/a.jpg', 'a.jpg'))).rejects.toMatchObject({ code: 'EIO' });
    disk.reset();
    expect(await place(planned('Anna/a.jpg', 'a.jpg'))).toEqual(['Anna/a.jpg']);
    expect(await listing()).toEqual(['Anna/a.jpg']);
    expect(await readFile(join(out, 'Anna/a.jpg'), 'utf8')).toBe('a better version');
  });

  it('a list of files that cannot be written ends the run before it makes anything', async () => {
    refuse({ writeFile: 'ENOSPC' }, 'outputs.json');
    await expect(place(planned('Anna/a.jpg', 'a.jpg'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await listing()).toEqual([]);
    refuse({ rename: 'EIO' }, 'outputs.json');
    await expect(place(planned('Anna/a.jpg', 'a.jpg'))).rejects.toMatchObject({ code: 'EIO' });
    expect(await listing()).toEqual([]);
  });
});

it('a photo that cannot be removed stays on the list, and is removed by the next run', async () => {
  await place(planned('Anna/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg'));
  refuse({ rm: 'EACCES' }, 'b.jpg');
  const { notRemoved } = await placeFiles(out, join(root, 'outputs.json'), [], new Set());
  expect([...notRemoved]).toEqual([['Anna/b.jpg', expect.stringContaining('EACCES: ')]]);
  expect(await listing()).toEqual(['Anna/b.jpg']);
  disk.reset();
  await place();
  expect(await listing()).toEqual([]);
});

describe('a photo that cannot be placed is named with its reason, and all others are placed', () => {
  async function trySome(...plan: PlacedFile[]): Promise<{ placed: string[]; reasons: string[] }> {
    const { paths, refused } = await placeFiles(out, join(root, 'outputs.json'), plan, new Set());
    expect(await listing()).toEqual([...paths.values()].sort());
    return { placed: [...paths.values()], reasons: [...refused.values()] };
  }

  it.each(['EINVAL', 'EILSEQ', 'ENAMETOOLONG'])(
    '%s: where the name is refused, another is found that says as much as it can',
    async (errno) => {
      disk.setFault(({ call, path }) => (call === 'link' && path.endsWith('?.jpg') ? { errno } : undefined));
      const name = 'Wer ist das?.jpg';
      const plan = [planned(`Anna/${name}`, 'a.jpg'), planned('Anna/b.jpg', 'b.jpg')];
      expect(await trySome(...plan)).toEqual({
        placed: ['Anna/Wer ist das_.jpg', 'Anna/b.jpg'],
        reasons: [],
      });
      // It is ours: the next grouping takes it away again.
      await placeFiles(out, join(root, 'outputs.json'), [], new Set());
      expect(await listing()).toEqual([]);
    },
  );

  it('where only the simplest names are taken it gets one', async () => {
    disk.setFault(({ call, path }) =>
      call === 'link' && !/^[ -~]*$/.test(path) ? { errno: 'EILSEQ' } : undefined,
    );
    const { placed, reasons } = await trySome(planned('Anna/Zoë und Jürgen.jpg', 'a.jpg'));
    expect([placed, reasons]).toEqual([['Anna/Zo_ und J_rgen.jpg'], []]);
  });

  it('where no name is taken, or the photo may not be read, the reason is given', async () => {
    disk.setFault(({ call, path }) =>
      path.includes('a.jpg') && (call === 'link' || call === 'copyFile')
        ? { errno: call === 'link' ? 'EPERM' : 'EACCES' }
        : undefined,
    );
    expect(await trySome(planned('Anna/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg'))).toEqual({
      placed: ['Anna/b.jpg'],
      reasons: [expect.stringMatching(/^EACCES: The photo may not be read/)],
    });
    disk.setFault(({ call, path }) =>
      call === 'mkdir' && path.endsWith('Anna') ? { errno: 'EINVAL' } : undefined,
    );
    const { placed, reasons } = await trySome(planned('Anna/a.jpg', 'a.jpg'), planned('Bert/b.jpg', 'b.jpg'));
    expect(placed).toEqual(['Bert/b.jpg']);
    expect(reasons).toHaveLength(1);
  });

  it('a photo that went away meanwhile has its reason', async () => {
    await rm(join(root, 'a.jpg'));
    expect(await trySome(planned('Anna/a.jpg', 'a.jpg'), planned('Anna/b.jpg', 'b.jpg'))).toEqual({
      placed: ['Anna/b.jpg'],
      reasons: [expect.stringMatching(/^ENOENT: /)],
    });
  });

  it('names that are one on this disk only get a number, and none replaces the other', async () => {
    disk.setFault(({ call, path, count }) =>
      call === 'link' && path.endsWith('Anna/ı.jpg') && count > 1 ? { errno: 'EEXIST' } : undefined,
    );
    const { placed } = await trySome(planned('Anna/i.jpg', 'a.jpg'), planned('Anna/ı.jpg', 'b.jpg'));
    expect(new Set(placed).size).toBe(2);
  });
});
