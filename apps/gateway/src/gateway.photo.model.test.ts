/** Sending photos in parts, giving up, sending again, deleting, bringing back and erasing, in any order, as days go by. */
import { eventSchema } from '@visage/contracts/event.contract';
import { photoCountSchema, photoPageSchema } from '@visage/contracts/photo.contract';
import { TRASH_DAYS } from '@visage/contracts/trash.contract';
import { deed, MODEL_TIMEOUT_MS, pick, playModel, type Deed } from '@visage/testing/model.run';
import fc from 'fast-check';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PhotoErase } from './photo/photo.erase.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { locationOf, sha256Of, TusClient } from './testing/tus.client.js';
import { ABANDONED_MS, UploadSweep } from './upload/upload.sweep.js';

const START = new Date('2026-06-20T12:00:00Z');
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const CONTENTS = 4;
const SIZE = 3_000;

const contentOf = (k: number): Uint8Array<ArrayBuffer> =>
  // it begins as a JPEG does
  Uint8Array.from({ length: SIZE }, (_, i) => [0xff, 0xd8, 0xff][i] ?? (i * 7 + k * 31 + (i >> 7)) % 256);
const CONTENT = Array.from({ length: CONTENTS }, (_, k) => contentOf(k));
const SUMS = CONTENT.map(sha256Of);

const ORGANIZER = 'organizer@example.org';

let gateway: GatewayFixture;
let signedIn: Session;
beforeAll(async () => {
  gateway = await startGateway({ SESSION_MINUTES: '1440' }); // a day, so that few sign-ins are needed
  await gateway.addUser(ORGANIZER, 'organizer');
  await gateway.clock.set(START);
  signedIn = await gateway.signIn(ORGANIZER);
});
afterAll(() => gateway.stop());

interface Sent {
  location: string;
  k: number;
  /** The announced digest is another file's. */
  damaged: boolean;
  offset: number;
  touchedAt: number;
  end: 'stored' | 'duplicate' | 'refused' | null;
  endedAt: number;
  gone: boolean;
}

interface Model {
  now: number;
  /** By content: not there, listed, or in the trash since then. */
  photos: ('absent' | 'listed' | { trashedAt: number })[];
  uploads: Sent[];
}

interface Real {
  eventId: string;
  session: Session;
  signedInAt: number;
  tus: TusClient;
}

type PhotoDeed = Deed<Model, Real>;

const isTrashed = (state: Model['photos'][number] | undefined): state is { trashedAt: number } =>
  typeof state === 'object';

/** As a photo of content `k` arrives from an organizer: it is new, or it was there, if need be in the trash. */
function arrive(model: Model, k: number): 'stored' | 'duplicate' {
  const before = model.photos[k];
  model.photos[k] = 'listed';
  return before === 'absent' ? 'stored' : 'duplicate';
}

const begin = ([k, announced]: [number, 'right' | 'wrong' | 'none']): PhotoDeed =>
  deed({
    label: `begin to send ${k}, its digest ${announced}`,
    async run(model, { tus }) {
      const digest = { right: SUMS[k] ?? '', wrong: 'ab'.repeat(32), none: null }[announced];
      const response = await tus.begin({
        name: `photo ${k}.jpg`,
        bytes: CONTENT[k] ?? new Uint8Array(),
        sha256: digest,
      });
      if (announced === 'right' && model.photos[k] !== 'absent') {
        expect(response.status, 'the event has it').toBe(409);
        arrive(model, k);
        return;
      }
      expect(response.status).toBe(201);
      const upload = {
        location: locationOf(response),
        k,
        damaged: announced === 'wrong',
        offset: 0,
        touchedAt: model.now,
      };
      model.uploads.push({ ...upload, end: null, endedAt: 0, gone: false });
    },
  });

const hasUpload = ({ uploads }: Readonly<Model>): boolean => uploads.length > 0;

const send = ([which, part, from]: [number, number, 'there' | 'elsewhere']): PhotoDeed =>
  deed({
    label: `send ${part} bytes of ${which} from ${from}`,
    can: hasUpload,
    async run(model, { tus }) {
      const upload = pick(model.uploads, which);
      const start = from === 'there' ? upload.offset : (upload.offset + 1) % SIZE;
      const to = Math.min(SIZE, start + part);
      const response = await tus.send(upload.location, CONTENT[upload.k] ?? new Uint8Array(), start, to);
      if (upload.gone) return expect(response.status).toBe(404);
      upload.touchedAt = model.now;
      if (upload.end === 'refused') return expect(response.status).toBe(410);
      if (upload.end !== null) return expect(response.status).toBe(start === SIZE ? 204 : 409);
      if (from === 'elsewhere') return expect(response.status).toBe(409);
      upload.offset = to;
      if (to < SIZE) {
        expect([response.status, response.headers.get('upload-offset')]).toEqual([204, String(to)]);
        return;
      }
      upload.endedAt = model.now;
      if (upload.damaged) {
        upload.end = 'refused';
        return expect(response.status).toBe(422);
      }
      upload.end = arrive(model, upload.k);
      expect([response.status, response.headers.get('upload-outcome')]).toEqual([204, upload.end]);
    },
  });

const ask = (which: number): PhotoDeed =>
  deed({
    label: `ask how far ${which} is`,
    can: hasUpload,
    async run(model, { tus }) {
      const upload = pick(model.uploads, which);
      const response = await tus.ask(upload.location);
      if (upload.gone) return expect(response.status).toBe(404);
      upload.touchedAt = model.now;
      if (upload.end === 'refused') return expect(response.status).toBe(410);
      expect([response.status, response.headers.get('upload-offset')]).toEqual([200, String(upload.offset)]);
      expect(response.headers.get('upload-outcome')).toBe(upload.end);
    },
  });

const giveUp = (which: number): PhotoDeed =>
  deed({
    label: `give ${which} up`,
    can: hasUpload,
    async run(model, { tus }) {
      const upload = pick(model.uploads, which);
      const response = await tus.giveUp(upload.location);
      if (upload.gone) return expect(response.status).toBe(404);
      upload.touchedAt = model.now;
      if (upload.end === 'refused') return expect(response.status).toBe(410);
      expect(response.status).toBe(204);
      if (upload.end === null) upload.gone = true;
    },
  });

const wait = (ms: number): PhotoDeed =>
  deed({
    label: `${ms} ms go by, and the hourly sweep comes`,
    async run(model, real) {
      model.now += ms;
      await gateway.clock.set(new Date(model.now));
      await gateway.app.get(UploadSweep, { strict: false }).sweep();
      await gateway.app.get(PhotoErase, { strict: false }).sweep();
      if (model.now - real.signedInAt >= DAY)
        Object.assign(real, asSender(real.eventId, await gateway.signIn(ORGANIZER), model.now));
      for (const upload of model.uploads) {
        const left =
          upload.end === null
            ? upload.touchedAt < model.now - ABANDONED_MS
            : upload.endedAt < model.now - DAY;
        upload.gone ||= left;
      }
      for (const [k, state] of model.photos.entries())
        if (isTrashed(state) && state.trashedAt < model.now - TRASH_DAYS * DAY) model.photos[k] = 'absent';
    },
  });

type Choice = 'trash' | 'restore' | 'erase';

const choose = ([what, contents]: [Choice, number[]]): PhotoDeed =>
  deed({
    label: `${what} ${contents.join(' and ')}`,
    async run(model, { eventId, session }) {
      const byHash = await idsOf(eventId);
      const photoIds = contents.flatMap((k) => byHash.get(SUMS[k] ?? '') ?? []);
      if (photoIds.length === 0) return;
      const response = await session.post(`/events/${eventId}/photos/${what}`, { photoIds });
      expect(response.status).toBe(200);
      const { photos } = photoCountSchema.parse(await response.json());
      const meant = contents.filter((k) =>
        what === 'trash' ? model.photos[k] === 'listed' : isTrashed(model.photos[k]),
      );
      expect(photos).toBe(meant.length);
      const after = { trash: { trashedAt: model.now }, restore: 'listed', erase: 'absent' } as const;
      for (const k of meant) model.photos[k] = after[what];
    },
  });

async function idsOf(eventId: string): Promise<Map<string, string>> {
  const rows = await gateway.database.prisma.photo.findMany({
    where: { eventId },
    select: { id: true, sha256: true },
  });
  return new Map(rows.map(({ id, sha256 }) => [sha256, id]));
}

function asSender(eventId: string, session: Session, signedInAt: number): Real {
  return {
    eventId,
    session,
    signedInAt,
    tus: new TusClient((path, init) => session.fetch(path, init), `/events/${eventId}/uploads`),
  };
}

async function start(): Promise<{ model: Model; real: Real }> {
  await gateway.clock.set(START);
  const now = START.getTime();
  const eventId = eventSchema.parse(await (await signedIn.post('/events', { name: 'Wedding' })).json()).id;
  const photos = Array.from({ length: CONTENTS }, () => 'absent' as const);
  return { model: { now, photos, uploads: [] }, real: asSender(eventId, signedIn, now) };
}

/** What is listed is what should be, and the storage has exactly the bytes that somebody may still ask for. */
async function end(model: Model, { eventId, session }: Real): Promise<void> {
  const sumsOf = async (query: string): Promise<string[]> => {
    const page = photoPageSchema.parse(
      await (await session.fetch(`/events/${eventId}/photos${query}`)).json(),
    );
    return page.photos.map(({ sha256 }) => sha256).sort();
  };
  const meant = (has: (state: Model['photos'][number]) => boolean): string[] =>
    SUMS.filter((_, k) => has(model.photos[k] ?? 'absent')).sort();
  expect(await sumsOf('')).toEqual(meant((state) => state === 'listed'));
  expect(await sumsOf('?shelf=trash')).toEqual(meant(isTrashed));

  const folder = join(gateway.env.STORAGE_DIR ?? '', 'events', eventId);
  const files = await readdir(join(folder, 'originals'), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const originals = files.filter((file) => file.isFile());
  // the disk store marks what is no folder
  const digestOf = (name: string): string => name.replace(/=$/, '');
  expect(originals.map(({ name }) => digestOf(name)).sort()).toEqual(meant((state) => state !== 'absent'));
  for (const { name, parentPath } of originals)
    expect(sha256Of(await readFile(join(parentPath, name)))).toBe(digestOf(name));
  const staged = (await readdir(join(folder, 'uploads')).catch(() => [])).map(
    (name) => /^[0-9a-f]+/.exec(name)?.[0] ?? name,
  );
  const open = model.uploads
    .filter((upload) => !upload.gone && upload.end === null)
    .map(({ location }) => location.split('/').at(-1));
  expect(
    staged.filter((id) => !open.includes(id)),
    'staged bytes of nobody',
  ).toEqual([]);
}

test(
  'in any order of deeds, the event has each photo once, with its bytes, and nothing else',
  async () => {
    const content = fc.nat(CONTENTS - 1);
    const which = fc.nat(20);
    const part = fc.constantFrom(1_000, SIZE, SIZE);
    const begins = fc
      .tuple(content, fc.constantFrom('right' as const, 'right' as const, 'none' as const, 'wrong' as const))
      .map(begin);
    const sends = fc
      .tuple(
        which,
        part,
        fc.constantFrom('there' as const, 'there' as const, 'there' as const, 'elsewhere' as const),
      )
      .map(send);
    const chosen = fc.uniqueArray(content, { minLength: 1, maxLength: 3 });
    const choices = fc
      .tuple(fc.constantFrom<Choice>('trash', 'trash', 'restore', 'erase'), chosen)
      .map(choose);
    const waits = fc
      .constantFrom(
        1,
        HOUR,
        DAY,
        DAY + 1,
        ABANDONED_MS,
        ABANDONED_MS + 1,
        TRASH_DAYS * DAY,
        TRASH_DAYS * DAY + 1,
      )
      .map(wait);
    const deeds = [
      begins,
      begins,
      sends,
      sends,
      sends,
      which.map(ask),
      which.map(giveUp),
      choices,
      choices,
      waits,
    ];
    await playModel({ deeds, start, end, length: 12 });
  },
  MODEL_TIMEOUT_MS,
);
