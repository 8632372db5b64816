/**
 * @module One run of a mirror: what was begun or is to be taken back, then what Drive shows, then what the rules say about it,
 * then that, unless somebody is to be asked first. May run twice and may die anywhere: everything is decided anew from what
 * both sides show and from what they were when they last agreed.
 */
import type { AlbumPhotoListing } from '@visage/database/album/album-photo.listing';
import type { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import type {
  DriveMirrorLineRepository,
  PlannedLine,
} from '@visage/database/drive/drive-mirror-line.repository';
import type { DriveMirrorRepository, MirrorRecord } from '@visage/database/drive/drive-mirror.repository';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import { brakes, isRemoval } from '@visage/drive/mirror.rules';
import type { Clock } from '@visage/host/clock';
import { denialsOf } from '@visage/host/drive.exit';
import { observeFolder, type ObserveDependencies } from './drive-mirror.observe.js';
import { pairItems } from './drive-mirror.pair.js';
import { planMirror, type MirrorPlan, type PlannedWork } from './drive-mirror.plan.js';
import { resumeBegun } from './drive-mirror.resume.js';
import type { MirrorRun } from './drive-mirror.run.js';
import { doStep, lineOf, type StepDependencies } from './drive-mirror.step.js';
import { undoLines } from './drive-mirror.undo.js';
import { RunGoneError, RunStoppedError } from './run.error.js';
import { transferEach } from './transfer.pool.js';
import { TransferTurns } from './transfer.turns.js';

export type DriveMirrorDependencies = StepDependencies &
  ObserveDependencies & {
    mirrors: DriveMirrorRepository;
    items: DriveMirrorItemRepository;
    lines: DriveMirrorLineRepository;
    albumPhotos: AlbumPhotoListing;
    /** Files at a time. */
    transfers: number;
    clock: Clock;
    /** Google no longer accepts the connection. */
    onDisconnected(): Promise<void>;
  };

/** How soon a mirror is looked at again. Drive tells by its log of changes, which costs two small requests. */
export const MIRROR_INTERVAL_MS = 60_000;
/** A file that Drive refuses is left alone so long. */
const REFUSED_MS = 60 * 60_000;
const OUTAGE = 6;

/** @throws Error when the run is to be tried again. */
export async function handleDriveMirror(
  mirrorId: string,
  dependencies: DriveMirrorDependencies,
): Promise<void> {
  const { mirrors, onDisconnected } = dependencies;
  const mirror = await mirrors.find(mirrorId);
  if (!mirror) return;
  try {
    await undoLines(mirror, dependencies);
    if (mirror.state === 'checking' || mirror.state === 'active') await runMirror(mirror, dependencies);
  } catch (error) {
    if (error instanceof RunGoneError) return;
    const { kind, reason, disconnected } = judgeDriveFault(error);
    if (disconnected) await onDisconnected();
    const words = error instanceof RunStoppedError ? error.message : kind === 'stop' ? reason : null;
    if (words === null) throw error;
    await mirrors.move(mirrorId, ['checking', 'active'], { state: 'stopped', error: words });
  }
}

async function runMirror(mirror: MirrorRecord, dependencies: DriveMirrorDependencies): Promise<void> {
  const { mirrors, items, lines, clock } = dependencies;
  const run = await observeFolder(mirror, dependencies);
  await resumeBegun(run, dependencies);
  const plan = await makePlan(run, dependencies);
  const planned = plan.work.flatMap(({ item, photo, steps }) =>
    steps.map((step) => lineOf(step, item, photo)),
  );
  if (mirror.state === 'checking') return ask(run, planned, mirror.asks ?? 'look', dependencies);

  const approved = await lines.findApproved(run.id);
  const removals = planned.filter((line) => removes(line) && !approved.has(`${line.kind} ${line.itemId}`));
  if (brakes(removals.length, plan.linked)) return ask(run, planned, 'brake', dependencies);
  await lines.note(run.id, plan.notes);
  await items.patchAll(plan.settled);
  const failed = await work(run, plan, dependencies);
  await lines.dropPlan(run.id);
  const words =
    failed === 0
      ? null
      : `${failed} ${failed === 1 ? 'photo' : 'photos'} could not be carried over; the history says why.`;
  await mirrors.markChecked(run.id, new Date(clock.now().getTime() + MIRROR_INTERVAL_MS), words);
}

function removes({ kind }: PlannedLine): boolean {
  return kind === 'leave' || kind === 'trash' || kind === 'replace' ? isRemoval(kind) : false;
}

/** Until somebody answers, nothing happens. */
async function ask(
  run: MirrorRun,
  planned: readonly PlannedLine[],
  asks: 'first' | 'brake' | 'look',
  { mirrors, lines, clock }: Pick<DriveMirrorDependencies, 'mirrors' | 'lines' | 'clock'>,
): Promise<void> {
  await lines.plan(run.id, planned);
  await mirrors.move(run.id, [run.state], { state: 'asking', asks, error: null });
  await mirrors.markChecked(run.id, clock.now(), null);
}

async function makePlan(
  run: MirrorRun,
  { items, lines, albumPhotos, exit, clock }: DriveMirrorDependencies,
): Promise<MirrorPlan> {
  const photos = await albumPhotos.of(run.albumId);
  const pairing = pairItems(await items.list(run.id), photos);
  await items.remove(pairing.drop);
  await items.patchAll(pairing.patches);
  // a photo that nothing is to become of needs no row
  if (run.direction !== 'fromDrive') await items.addPhotos(run.id, pairing.unpaired);
  await lines.note(run.id, pairing.notes);
  return planMirror({
    direction: run.direction,
    items: await items.list(run.id),
    photos,
    denials:
      run.direction === 'fromDrive'
        ? new Map()
        : await denialsOf(
            exit,
            photos.map(({ photoId }) => photoId),
          ),
    now: clock.now(),
  });
}

/** @returns how many photos could not be carried over. */
async function work(
  run: MirrorRun,
  plan: MirrorPlan,
  dependencies: DriveMirrorDependencies,
): Promise<number> {
  const { mirrors, items, lines, transfers, clock } = dependencies;
  const turns = new TransferTurns();
  let failed = 0;
  let failuresInARow = 0;
  await reserveIds(plan, dependencies);
  await transferEach(plan.work, transfers, async ({ item: planned, steps, withheld }) => {
    if ((await mirrors.find(run.id))?.state !== 'active') throw new RunGoneError(run.id); // somebody paused it
    let item: MirrorPlanItem = planned;
    for (const step of steps) {
      const line = lineOf(step, item);
      try {
        const next = await doStep(step, item, { run, turns, withheld }, dependencies);
        failuresInARow = 0;
        if (!next) break;
        item = next;
      } catch (error) {
        if (error instanceof RunGoneError) throw error;
        const { kind, reason } = judgeDriveFault(error);
        if (kind === 'stop') throw error;
        failed++;
        await lines.fail(run.id, { ...line, reason });
        await items.patch(item.id, {
          failure: reason,
          retryAt: new Date(clock.now().getTime() + (kind === 'file' ? REFUSED_MS : 0)),
        });
        failuresInARow = kind === 'retry' ? failuresInARow + 1 : 0;
        if (failuresInARow >= OUTAGE)
          throw new Error(`Drive fails for every photo: ${reason}`, { cause: error });
        break;
      }
    }
  });
  return failed;
}

type MirrorPlanItem = PlannedWork['item'];

/** As many at once as Drive gives. */
const RESERVED_AT_ONCE = 500;

async function reserveIds(
  { work: planned }: MirrorPlan,
  { drive, pacer, items }: DriveMirrorDependencies,
): Promise<void> {
  const without = planned.filter(
    ({ item, steps }) => steps[0]?.do === 'send' && !(item.view === 'none' && item.fileId !== null),
  );
  for (let start = 0; start < without.length; start += RESERVED_AT_ONCE) {
    const batch = without.slice(start, start + RESERVED_AT_ONCE);
    const ids = await pacer.run(() => drive.reserveIds(batch.length));
    const reserved = { view: 'none' as const, name: null, md5: null, bytes: null, revision: null };
    const patches = batch.map(({ item }, index) => ({
      id: item.id,
      patch: { ...reserved, fileId: ids[index] ?? null },
    }));
    await items.patchAll(patches);
    for (const [index, work] of batch.entries()) work.item = { ...work.item, ...patches[index]?.patch };
  }
}
