/**
 * Five hundred things that people do on both sides, in an order that a seed decides, while requests fail and the worker is
 * killed in the middle of runs.
 */
import { randomFaults } from '@visage/testing/drive.faults';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DriveMirrorDependencies } from './drive-mirror.handler.js';
import { startMirrorFixture, type MirrorFixture, type MirrorTrial } from './testing/mirror.fixture.js';

const OPERATIONS = 500;
const PER_ROUND = 12;
/** Another order: `MIRROR_SEED=7 npx vitest run apps/drive-sync`. */
const SEED = Number(process.env['MIRROR_SEED'] ?? 2026);

let fixture: MirrorFixture;
beforeAll(async () => {
  fixture = await startMirrorFixture();
});
afterAll(() => fixture.stop());

/** mulberry32 */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A photo that is on both sides at the beginning of a round, and alone with its bytes in the folder. */
interface Pair {
  fileId: string;
  photoId: string;
  content: string;
}

type Deed =
  | 'renameFile'
  | 'revise'
  | 'trash'
  | 'moveAway'
  | 'lose'
  | 'removeForGood'
  | 'renamePhoto'
  | 'takeOut'
  | 'deletePhoto';

/** People on both sides, and what has to be true whatever they did. */
class People {
  readonly log: string[] = [];
  checked = 0;
  private count = 0;
  private readonly elsewhere: string;
  private readonly inDriveOnce = new Set<string>();
  private readonly inVisageOnce = new Set<string>();
  private readonly destroyedInDrive = new Set<string>();
  private readonly destroyedInVisage = new Set<string>();
  private pairs: Pair[] = [];
  /** What was done to a pair in this round, with the name it was given. */
  private deeds = new Map<string, { deed: Deed; value: string }[]>();

  constructor(
    private readonly trial: MirrorTrial,
    private readonly random: (below: number) => number,
  ) {
    this.elsewhere = trial.drive.addFolder('Elsewhere');
  }

  async startRound(): Promise<void> {
    const items = await this.trial.dependencies.items.list(this.trial.mirrorId);
    const contents = this.trial.drive.files
      .childrenOf(this.trial.folderId)
      .map((file) => file.content?.toString() ?? '');
    this.pairs = items.flatMap(({ fileId, photoId, view, copyOf, drive, visage }) => {
      const file = fileId === null ? null : this.trial.drive.files.find(fileId);
      if (!file || photoId === null || view !== 'folder' || copyOf !== null || !drive || !visage) return [];
      const content = file.content?.toString() ?? '';
      return contents.filter((other) => other === content).length === 1
        ? [{ fileId: file.id, photoId, content }]
        : [];
    });
    this.deeds = new Map(this.pairs.map((pair) => [pair.fileId, []]));
  }

  async act(): Promise<void> {
    const { trial } = this;
    const pair = this.pairs[this.random(Math.max(1, this.pairs.length))];
    const kind = this.random(22);
    if (kind < 4) return this.note(`new file ${trial.addFile(this.newName(), this.newContent('d'))}`);
    if (kind < 7) return this.note(`new photo ${await trial.addPhoto(this.newName(), this.newContent('v'))}`);
    if (kind === 7) return this.addCopy(pair);
    if (kind === 8) return this.restoreFile();
    if (kind === 9) return this.putBackPhoto();
    if (kind === 10) return this.findFile();
    if (kind === 11) return this.undo();
    if (!pair) return this.note('nobody there to do something to');
    const deeds: readonly Deed[] = [
      ...(['renameFile', 'revise', 'trash', 'moveAway', 'lose', 'removeForGood'] as const),
      ...(['renamePhoto', 'renamePhoto', 'takeOut', 'deletePhoto'] as const),
    ];
    await this.do(deeds[kind - 12] ?? 'trash', pair);
  }

  private async do(deed: Deed, { fileId, photoId, content }: Pair): Promise<void> {
    const { trial } = this;
    const value = deed === 'revise' ? this.newContent('r') : this.newName();
    if (
      !trial.drive.files.find(fileId) &&
      ['renameFile', 'revise', 'trash', 'moveAway', 'lose', 'removeForGood'].includes(deed)
    )
      return;
    this.deeds.get(fileId)?.push({ deed, value });
    this.note(`${deed} ${fileId} ${photoId} ${content} ${value}`);
    switch (deed) {
      case 'renameFile':
        return trial.rename(fileId, value);
      case 'revise':
        this.destroyedInDrive.add(trial.drive.files.get(fileId).content?.toString() ?? '');
        return trial.revise(fileId, value);
      case 'trash':
        return trial.trash(fileId);
      case 'moveAway':
        return trial.move(fileId, trial.folderId, this.elsewhere);
      case 'lose':
        return trial.drive.files.setLost(fileId, true);
      case 'removeForGood':
        this.destroyedInDrive.add(trial.drive.files.get(fileId).content?.toString() ?? '');
        return trial.drive.files.remove(trial.drive.files.get(fileId));
      case 'renamePhoto':
        await trial.database.prisma.photo.updateMany({ where: { id: photoId }, data: { fileName: value } });
        return;
      case 'takeOut':
        return trial.takeOut(photoId);
      case 'deletePhoto':
        this.destroyedInVisage.add(content);
        return trial.deletePhoto(photoId);
    }
  }

  private addCopy(pair: Pair | undefined): void {
    if (!pair) return;
    this.deeds.delete(pair.fileId); // it is not alone any more
    this.note(`copy of ${pair.fileId}: ${this.trial.addFile(this.newName(), pair.content)}`);
  }

  private restoreFile(): void {
    const away = [...this.inTrash(), ...this.trial.drive.files.childrenOf(this.elsewhere)];
    const file = away[this.random(Math.max(1, away.length))];
    if (!file) return;
    this.deeds.delete(file.id);
    this.note(`restore ${file.id}`);
    if (file.explicitlyTrashed) this.trial.trash(file.id, false);
    if (file.parents.includes(this.elsewhere)) this.trial.move(file.id, this.elsewhere, this.trial.folderId);
  }

  private inTrash() {
    return this.trial.drive.files.childrenOf(this.trial.folderId).filter((file) => file.explicitlyTrashed);
  }

  private async putBackPhoto(): Promise<void> {
    const { eventId, albumId } = this.trial.place;
    const out = await this.trial.database.prisma.photo.findMany({
      where: { eventId, albums: { none: { albumId } } },
      orderBy: { fileName: 'asc' },
    });
    const photo = out[this.random(Math.max(1, out.length))];
    if (!photo) return;
    for (const pair of this.pairs) if (pair.photoId === photo.id) this.deeds.delete(pair.fileId);
    this.note(`put back ${photo.id}`);
    await this.trial.putBack(photo.id);
  }

  private lostIds: string[] = [];
  private findFile(): void {
    const lost = this.pairs
      .map((pair) => pair.fileId)
      .concat(this.lostIds)
      .filter((id) => this.isLost(id));
    const id = lost[this.random(Math.max(1, lost.length))];
    if (id === undefined) return;
    this.deeds.delete(id);
    this.note(`find ${id}`);
    this.trial.drive.files.setLost(id, false);
  }

  private isLost(id: string): boolean {
    return this.trial.drive.files.everything().some((file) => file.id === id && file.lost);
  }

  private async undo(): Promise<void> {
    const { lines } = this.trial.dependencies;
    const taken = (await lines.page(this.trial.mirrorId, 'history', undefined, 200)).filter(
      ({ kind, state }) =>
        state === 'done' && ['leave', 'trash', 'replace', 'renamePhoto', 'renameFile', 'lost'].includes(kind),
    );
    const line = taken[this.random(Math.max(1, taken.length))];
    if (!line) return;
    // what is taken back belongs to some pair, and none of the rules below says how the two come together
    this.deeds.clear();
    this.note(`undo ${line.kind} ${line.name}`);
    await lines.move(line.id, 'done', 'undoing');
  }

  /** Both sides at rest: what must be true of every photo that one thing was done to. */
  async checkRound(): Promise<void> {
    await this.checkNothingLost();
    const album = new Map((await this.trial.album()).map((photo) => [photo.photoId, photo]));
    const folder = new Map(
      this.trial.drive.files.childrenOf(this.trial.folderId).map((file) => [file.id, file]),
    );
    const contents = await this.trial.inAlbum();
    for (const { fileId, photoId, content } of this.pairs) {
      const [only, ...others] = this.deeds.get(fileId) ?? [];
      if (!only || others.length > 0) continue;
      this.checked++;
      const what = `${only.deed} ${fileId} ${content}\n${this.log.join('\n')}`;
      switch (only.deed) {
        case 'renameFile':
        case 'renamePhoto':
          expect([album.get(photoId)?.name, folder.get(fileId)?.name], what).toEqual([
            only.value,
            only.value,
          ]);
          break;
        case 'revise':
          expect(
            contents.some((line) => line.endsWith(`=${only.value}`)),
            what,
          ).toBe(true);
          expect(album.has(photoId), what).toBe(false);
          break;
        case 'trash':
        case 'moveAway':
          expect(album.has(photoId), what).toBe(false);
          break;
        case 'lose':
          this.lostIds.push(fileId);
          expect(album.has(photoId), what).toBe(true);
          break;
        case 'removeForGood':
          expect(album.has(photoId), what).toBe(true);
          break;
        case 'takeOut':
        case 'deletePhoto':
          expect(folder.get(fileId)?.explicitlyTrashed, what).toBe(true);
          break;
      }
    }
  }

  /** A mirror deletes no photo of the event, no file of Drive for good, and no bytes of a file. */
  async checkNothingLost(): Promise<void> {
    const event = new Set(await this.trial.event());
    const drive = new Set(
      this.trial.drive.files.everything().flatMap((file) => file.content?.toString() ?? []),
    );
    for (const content of event) this.inVisageOnce.add(content);
    for (const content of drive) this.inDriveOnce.add(content);
    const gone = (once: Set<string>, now: Set<string>, destroyed: Set<string>): string[] =>
      [...once].filter((content) => !now.has(content) && !destroyed.has(content));
    const lost = [
      ...gone(this.inVisageOnce, event, this.destroyedInVisage),
      ...gone(this.inDriveOnce, drive, this.destroyedInDrive),
    ];
    expect(lost, this.log.join('\n')).toEqual([]);
  }

  /** Same bytes on both sides, but for photos whose file is not to be seen: they stay, and nobody else's file comes of it. */
  async checkAlike(): Promise<void> {
    const inAlbum = new Set((await this.trial.inAlbum()).map((line) => line.replace(/^.*=/, '')));
    const inFolder = new Set(this.trial.inFolder().map((line) => line.replace(/^.*=/, '')));
    const items = await this.trial.dependencies.items.list(this.trial.mirrorId);
    const unseen = new Set(
      items.filter((item) => item.view === 'lost' && item.drive).map((item) => item.photoId),
    );
    const kept = (await this.trial.album()).filter((photo) => unseen.has(photo.photoId));
    const keptContents = kept.map((photo) => this.trial.originals.get(photo.sha256)?.toString() ?? '');
    expect(
      [...inFolder].filter((content) => !inAlbum.has(content)),
      this.log.join('\n'),
    ).toEqual([]);
    expect([...inAlbum].filter((content) => !inFolder.has(content)).sort(), this.log.join('\n')).toEqual(
      keptContents.sort(),
    );
  }

  private note(what: string): void {
    this.log.push(what);
  }

  private newName(): string {
    return `n${++this.count}.jpg`;
  }

  private newContent(side: string): string {
    return `${side}${++this.count}`;
  }
}

/** As if the process were killed at the n-th thing it asks of Drive or of the database: from then on it does nothing. */
function dying(dependencies: DriveMirrorDependencies, steps: number): DriveMirrorDependencies {
  let left = steps;
  const mortal = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name): unknown => {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]): Promise<unknown> => {
          if (left <= 0) throw new Error('dead');
          if (--left === 0) throw new Error('killed before');
          const result: unknown = await Reflect.apply(member, object, args);
          if (--left === 0) throw new Error('killed after');
          return result;
        };
      },
    });
  return {
    ...dependencies,
    drive: mortal(dependencies.drive),
    watcher: mortal(dependencies.watcher),
    mirrors: mortal(dependencies.mirrors),
    items: mortal(dependencies.items),
    lines: mortal(dependencies.lines),
    pacer: { run: (work) => work() },
  };
}

/** Until nothing changes any more. */
async function settle(trial: MirrorTrial): Promise<void> {
  let before = '';
  for (let run = 0; run < 12; run++) {
    if ((await trial.state()) === 'asking') await trial.approve();
    await trial.run();
    const now = JSON.stringify([
      await trial.state(),
      (await trial.history()).length,
      await trial.inAlbum(),
      trial.inFolder(),
    ]);
    if (now === before) return;
    before = now;
  }
  throw new Error(`no rest after 12 runs: ${(await trial.history()).slice(-12).join('; ')}`);
}

test('both sides come to agree with the written rules, and nothing is lost, whatever people do and however often the worker dies', async () => {
  const random = randomOf(SEED);
  const trial = await fixture.begin('both', 20);
  try {
    for (let index = 0; index < 12; index++) trial.addFile(`start ${index}.jpg`, `s${index}`);
    await trial.start();
    const people = new People(trial, random);
    const flaky = randomFaults(0.08, SEED);
    for (let done = 0; done < OPERATIONS;) {
      await people.startRound();
      for (let index = 0; index < PER_ROUND && done < OPERATIONS; index++, done++) {
        await people.act();
        if (random(6) > 0) continue;
        trial.drive.setFault(flaky);
        await trial
          .run(random(3) === 0 ? {} : dying(trial.dependencies, 1 + random(40)))
          .catch(() => undefined);
        trial.drive.setFault(undefined);
        if ((await trial.state()) === 'asking') await trial.approve();
        await people.checkNothingLost();
      }
      await settle(trial);
      await people.checkRound();
      await people.checkAlike();
    }
    expect(people.checked).toBeGreaterThan(100);
  } finally {
    await trial.stop();
  }
});
