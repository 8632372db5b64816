/**
 * @module What it costs a list of photos that people wish not to be shown: pages of a guest's gallery while nobody wishes anything, and
 * while some are withheld and some blurred, in turns: `node benchmarks/dist/wish.benchmark.js [photos]`.
 */
import { Agent } from 'node:http';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { send } from './cut.request.js';
import { addGalleryPhotos } from './gallery.event.js';
import { startGatewayProcess } from './gateway.process.js';
import { report, type Row } from './result.table.js';

const ROUNDS = 6;
const PAGES = 40;
const PEOPLE = 200;
/** Of these people, how many are withheld, and how many blurred. */
const WISHES = { withheld: 4, blurred: 4 } as const;
const FACES = 3;

const photos = Number(process.argv[2] ?? 10_000);
const gateway = await startGatewayProcess();
const { origin, database } = gateway;
const agent = new Agent({ keepAlive: true });
try {
  const { prisma } = database;
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Wishes' });
  await addGalleryPhotos(gateway, eventId, photos);
  const people = await prisma.person.createManyAndReturn({
    data: Array.from({ length: PEOPLE }, () => ({ eventId })),
    select: { id: true },
  });
  const ids = (await prisma.photo.findMany({ where: { eventId }, select: { id: true } })).map(({ id }) => id);
  await prisma.face.createMany({
    data: ids.flatMap((photoId, photo) =>
      Array.from({ length: FACES }, (_, face) => ({
        ...{
          eventId,
          photoId,
          x: 100 * face,
          y: 0,
          width: 50,
          height: 50,
          score: 1,
          quality: 1,
        },
        ...{ personId: people[(photo * FACES + face * 7) % PEOPLE]?.id ?? null, blurred: true },
      })),
    ),
  });
  await prisma.$executeRaw`update "Event" set "groupedRevision" = "facesRevision" where id = ${eventId}::uuid`;
  await prisma.$executeRaw`analyze`;
  const share = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, {
    scope: { kind: 'gallery' },
  });
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const shown = new PhotoListing(database);
  const rows: Row[] = [];
  const seconds: Record<'nobody' | 'some', number[]> = { nobody: [], some: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const wish of ['nobody', 'some'] as const) {
      await setWishes(wish === 'some');
      const took = await readPages(token);
      if (round === 0) continue; // what is compiled and cached by then is not measured
      seconds[wish].push(took);
      const scope = { kind: 'approved', selves: [], reason: 'share-gallery' } as const;
      const listed = await shown.count(eventId, { scope, state: 'ready' });
      rows.push({
        wishes: wish,
        round,
        'ms a page': ((1000 * took) / PAGES).toFixed(1),
        'photos shown': listed,
      });
    }
  }
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const ratio = median(seconds.some) / median(seconds.nobody);
  rows.push({ wishes: 'ratio of the medians', round: '', 'ms a page': ratio.toFixed(2), 'photos shown': '' });
  report('wish', rows, { photos, people: PEOPLE, ...WISHES });

  async function setWishes(some: boolean): Promise<void> {
    await prisma.person.updateMany({ where: { eventId }, data: { appearance: 'open' } });
    if (!some) return;
    const [withheld, blurred] = [people.slice(0, WISHES.withheld), people.slice(-WISHES.blurred)];
    const named = (list: { id: string }[]) => ({ id: { in: list.map(({ id }) => id) } });
    await prisma.person.updateMany({ where: named(withheld), data: { appearance: 'withheld' } });
    await prisma.person.updateMany({ where: named(blurred), data: { appearance: 'blurred' } });
  }
} finally {
  agent.destroy();
  await gateway.stop();
}

/** Pages from the first on, one after the other, as somebody scrolls. @returns seconds */
async function readPages(token: string): Promise<number> {
  const started = performance.now();
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const url = `${origin}/api/guest/${token}/photos?limit=100${query}`;
    const answer = await send(url, { method: 'GET', agent });
    if (answer?.status !== 200)
      throw new Error(`a page was answered with ${answer?.status}: ${answer?.body}`);
    const { nextCursor } = JSON.parse(answer.body) as { nextCursor: string | null };
    cursor = nextCursor ?? '';
  }
  return (performance.now() - started) / 1000;
}
