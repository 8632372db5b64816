import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { EventListing } from '@visage/database/event/event.listing';
import { fillEvent } from '@visage/database/testing/full.event';
import { UserRepository } from '@visage/database/user/user.repository';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepOutput } from '../testing/kept.output.js';
import { runRecount } from './recount.run.js';

let opened: OwnedDatabase;
const output = keepOutput();

beforeAll(async () => {
  opened = await openOwnedDatabase();
  vi.stubEnv('DATABASE_URL', opened.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await opened.close();
});

async function makeEvent(name: string): Promise<{ id: string; person: string }> {
  const { database, ownerId: userId } = opened;
  const { id } = await database.prisma.event.create({ data: { ownerId: userId, name, embedder: 'm' } });
  return { id, person: (await fillEvent(database, { eventId: id, userId })).person };
}

test('counts that somebody has spoilt are said by event, and right from then on', async () => {
  const { prisma } = opened.database;
  const [spoilt, other, blurred] = [
    await makeEvent('Gala'),
    await makeEvent('Fair'),
    await makeEvent('Ball'),
  ];
  const listing = new EventListing(opened.database);
  const progress = await listing.progress(spoilt.id);
  const used = await new UserRepository(opened.database).usage(opened.ownerId);
  await runRecount({});
  expect(output.text()).toBe('All counts are right.\n');

  await prisma.eventCount.create({
    data: { eventId: spoilt.id, photos: 3, people: 1, bytes: 5_000_000_000n },
  });
  await prisma.person.update({ where: { id: blurred.person }, data: { shownPhotos: 70 } });
  output.forget();
  await runRecount({});
  expect(output.text().split('\n').sort()).toEqual(
    [
      `Gala (${spoilt.id}): 3 photos, counted as 6; 1 people, counted as 2; 36 bytes of originals, counted as 5000000036`,
      `Ball (${blurred.id}): people with wrong numbers of photos: 1`,
      'Mended.',
      '',
    ].sort(),
  );
  expect(output.text()).not.toContain(other.id);
  expect(await listing.progress(spoilt.id)).toEqual(progress);
  expect(await new UserRepository(opened.database).usage(opened.ownerId)).toEqual(used);
  expect((await prisma.person.findUnique({ where: { id: blurred.person } }))?.shownPhotos).toBe(1);

  await prisma.eventCount.deleteMany({ where: { eventId: other.id } });
  output.forget();
  await runRecount({});
  expect(output.text()).toContain(`Fair (${other.id}): 3 photos, counted as 0`);
  output.forget();
  await runRecount({});
  expect(output.text()).toBe('All counts are right.\n');
});
