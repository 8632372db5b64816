import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { DiskStore } from '@visage/storage/disk.store';
import { eventPrefix, originalKey, uploadKey } from '@visage/storage/object.key';
import { OriginalDigest } from '@visage/storage/original.digest';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOOSE_MS, Originals, type ArrivedOriginal } from './originals.js';
import { DyingProcess, Gates } from './testing/dying.process.js';

/** What processes do with the same bytes at one moment. */
const DEEDS = ['upload', 'adopt', 'trash', 'erase', 'sweep', 'look'] as const;
type DeedName = (typeof DEEDS)[number];

const BYTES = Buffer.from('\xff\xd8\xffthe bytes that everybody sends', 'latin1');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const PROCESSES = 4;

let owned: OwnedDatabase;
let root: string;
let store: DiskStore;
let bin: TrashRepository;
beforeAll(async () => {
  owned = await openOwnedDatabase();
  root = await mkdtemp(join(tmpdir(), 'visage-originals-'));
  store = await DiskStore.open(root);
  bin = new TrashRepository(owned.database);
});
afterAll(async () => {
  await owned.close();
  await rm(root, { recursive: true, force: true });
});

/** As a finished tus upload is: its bytes lie in the staging until the end is written down. */
function staged(process: DyingProcess, key: string): ArrivedOriginal {
  const digest = new OriginalDigest();
  digest.update(BYTES);
  return {
    sums: digest.sums(),
    place: (to) => process.store.copy(key, to),
    discard: () => Promise.resolve(),
  };
}

async function carryOut(deed: DeedName, process: DyingProcess, eventId: string): Promise<void> {
  const { originals } = process;
  const room = (): Promise<void> => Promise.resolve();
  if (deed === 'upload') {
    const arrived = await originals.receive(Readable.from([BYTES]), { eventId, maxBytes: 1e6 });
    await originals.admit({ eventId, fileName: 'a.jpg' }, arrived, room);
  } else if (deed === 'adopt') {
    await originals.admit({ eventId, fileName: 'b.jpg' }, staged(process, uploadKey(eventId, 'tus')), room);
  } else if (deed === 'look') {
    await originals.find(eventId, SHA256);
  } else if (deed === 'sweep') {
    for (const photo of await bin.leavingPhotos(new Date()))
      if (photo.eventId === eventId) await originals.erase(photo);
  } else {
    const ids = (await owned.database.prisma.photo.findMany({ where: { eventId } })).map(({ id }) => id);
    await bin.putPhotos(eventId, ids, new Date());
    if (deed === 'erase')
      for (const photo of await bin.leavePhotos(eventId, ids)) await originals.erase(photo);
  }
}

/** What the dead had asked of the database is done: a statement that was sent is carried out, whoever waits for it. */
async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    const [row] = await owned.database.prisma.$queryRaw<{ busy: number }[]>`
      select count(*)::int as busy from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
        and state <> 'idle'`;
    quiet = row?.busy === 0 ? quiet + 1 : 0;
    await pause(2);
  }
}

async function originalsOf(eventId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(eventPrefix(eventId)))
    if (!key.includes('/uploads/')) keys.push(key);
  return keys;
}

/** Photos that people see, or may bring back, have their bytes at every moment. */
async function expectNoRowWithoutBytes(eventId: string): Promise<void> {
  const [row] = await owned.database.prisma.photo.findMany({
    where: { eventId, erasing: false },
    select: { id: true },
  });
  if (!row || (await store.head(originalKey(eventId, SHA256)))) return;
  // it may have begun to leave between the two looks
  expect(
    await owned.database.prisma.photo.findMany({ where: { id: row.id, erasing: false } }),
    'a photo without its original',
  ).toEqual([]);
}

test('no photo without its bytes, and no bytes without their photo, whoever does and dies when', async () => {
  const plan = fc.record({
    deeds: fc.array(fc.constantFrom(...DEEDS), { minLength: 2, maxLength: PROCESSES }),
    /** Whose turn it is, as often as there is a choice. */
    order: fc.array(fc.nat(PROCESSES - 1), { minLength: 60, maxLength: 60 }),
    /** After so many turns, this one dies. */
    deaths: fc.array(fc.record({ after: fc.nat(14), who: fc.nat(PROCESSES - 1) }), { maxLength: 2 }),
    before: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ deeds, order, deaths, before }) => {
      const data = { ownerId: owned.ownerId, name: 'E', embedder: 'm' };
      const { id: eventId } = await owned.database.prisma.event.create({ data });
      await store.put(uploadKey(eventId, 'tus'), BYTES);
      const after = new Originals(owned.database, store, {
        now: () => new Date(Date.now() + LOOSE_MS + 60_000),
      });
      if (before) {
        const arrived = await after.receive(Readable.from([BYTES]), { eventId, maxBytes: 1e6 });
        await after.admit({ eventId, fileName: 'first.jpg' }, arrived, () => Promise.resolve());
      }
      const gates = new Gates();
      const processes = deeds.map(() => new DyingProcess(owned.database, store, gates));
      const open = new Set(deeds.keys());
      const failures: unknown[] = [];
      const work = deeds.map((deed, at) =>
        carryOut(deed, processes[at] as DyingProcess, eventId)
          .catch((error: unknown) => {
            if (!processes[at]?.isDead) failures.push(error);
          })
          .finally(() => {
            open.delete(at);
            gates.emit('moved');
          }),
      );
      for (let step = 0; open.size > 0; step += 1) {
        while (gates.waiting.length === 0 && open.size > 0) await once(gates, 'moved');
        for (const { who } of deaths.filter((death) => death.after === step)) {
          if (!open.has(who)) continue;
          await processes[who]?.die();
          open.delete(who);
        }
        const { waiting } = gates;
        const [gate] = waiting.splice((order[step % order.length] ?? 0) % Math.max(1, waiting.length), 1);
        gate?.goOn();
        await turn();
        await expectNoRowWithoutBytes(eventId);
      }
      await Promise.all(work.filter((_, at) => !processes[at]?.isDead));
      expect(failures).toEqual([]);
      await Promise.all(processes.map((process) => process.close()));

      if (processes.some(({ isDead }) => isDead)) await untilQuiet();
      // whoever starts next, a day later
      for (const photo of await bin.leavingPhotos(new Date())) await after.erase(photo);
      for (const object of await after.leftBehind()) await after.settle(object);
      const rows = await owned.database.prisma.photo.findMany({ where: { eventId } });
      expect(await originalsOf(eventId)).toEqual(rows.length > 0 ? [originalKey(eventId, SHA256)] : []);
      for (const { sha256, bytes } of rows)
        expect(await after.isWhole({ eventId, sha256, bytes: Number(bytes) })).toBe(true);
      expect(await owned.database.prisma.looseObject.count()).toBe(0);
    }),
    {
      numRuns: Number(process.env['VISAGE_MODEL_RUNS'] ?? 500),
      seed: Number(process.env['VISAGE_MODEL_SEED'] ?? 20260620),
      endOnFailure: true,
    },
  );
}, 1_500_000);
