import { eventProgressSchema } from '@visage/contracts/event.contract';
import { setTimeout as wait } from 'node:timers/promises';
import type { User } from '@visage/contracts/session.contract';
import { digestsOf } from '@visage/database/testing/photo.columns';
import { EventListing } from '@visage/database/event/event.listing';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { TestClock } from '@visage/host/testing/test.clock';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { EventAccess } from '../access/event.access.js';
import { ProgressService } from './progress.service.js';

let opened: OwnedDatabase;
let service: ProgressService;
let owner: User;
let eventId: string;

beforeAll(async () => {
  opened = await openOwnedDatabase();
  owner = { id: opened.ownerId, email: 'a@b.c', name: 'A', role: 'organizer', helpsWith: [] };
});
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }); // Postgres keeps its own
  const { database } = opened;
  const events = new EventListing(database);
  const access = new EventAccess(events, new TestClock());
  service = new ProgressService(events, access, new UserRepository(database));
  const event = { ownerId: owner.id, name: 'Wedding', embedder: 'm' };
  eventId = (await database.prisma.event.create({ data: event })).id;
});
afterEach(() => {
  service.onModuleDestroy();
  vi.useRealTimers();
});
afterAll(() => opened.close());

let photos = 0;
const addPhoto = () =>
  opened.database.prisma.photo.create({
    data: { eventId, fileName: 'a.jpg', ...digestsOf(`${++photos}`), bytes: 1n },
  });

async function addHelper(k: number): Promise<User> {
  const email = `${k}@${eventId}`;
  const { id } = await opened.database.prisma.user.create({
    data: { email, name: 'H', role: 'organizer', passwordHash: 'h', helps: { create: { eventId } } },
  });
  return { id, email, name: 'H', role: 'organizer', helpsWith: [eventId] };
}

/** Waits for Postgres, which is real, and moves no clock. */
async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await wait(5);
}

interface Tab {
  /** How many photos it was told of. */
  heard: number[];
  ended: boolean;
  close(): void;
}

async function openTab(user: User): Promise<Tab> {
  const tab: Tab = { heard: [], ended: false, close: () => stream.unsubscribe() };
  const stream = (await service.stream(user, eventId)).subscribe({
    next: ({ data }) => tab.heard.push(eventProgressSchema.parse(JSON.parse(z.string().parse(data))).photos),
    complete: () => (tab.ended = true),
  });
  await vi.advanceTimersByTimeAsync(0); // the first tick of an event comes at once
  await until(() => tab.heard.length === 1);
  return tab;
}

/** A second goes by, after which all of them have heard something, or their end. */
async function nextSecond(...tabs: Tab[]): Promise<void> {
  const heard = tabs.map((tab) => tab.heard.length);
  await vi.advanceTimersByTimeAsync(1000);
  await until(() => tabs.every((tab, k) => tab.ended || tab.heard.length > (heard[k] ?? 0)));
}

/** One in which nothing changed: it is over when all of it has been read. */
async function quietSecond(): Promise<void> {
  const reads = [
    vi.spyOn(EventListing.prototype, 'find'),
    vi.spyOn(UserRepository.prototype, 'findAll'),
  ] as const;
  await vi.advanceTimersByTimeAsync(1000);
  await Promise.all(reads.flatMap((read) => read.mock.results.map(({ value }) => value as Promise<unknown>)));
  await wait(0);
  for (const read of reads) read.mockRestore();
}

test('watchers hear of every change once, and of the end when the event is gone', async () => {
  const [tab, other] = [await openTab(owner), await openTab(owner)];
  await addPhoto();
  await nextSecond(tab, other);
  for (let quiet = 0; quiet < 3; quiet += 1) await quietSecond();
  await addPhoto();
  await nextSecond(tab, other);
  expect([tab.heard, other.heard]).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  await opened.database.prisma.event.update({ where: { id: eventId }, data: { deletedAt: new Date() } });
  await nextSecond(tab, other);
  expect([tab.ended, other.ended, vi.getTimerCount()]).toEqual([true, true, 0]);
});

test('who may no longer see the event hears nothing more of it, and the others do', async () => {
  const [leaving, disabled] = [await addHelper(1), await addHelper(2)];
  const tabs = [await openTab(owner), await openTab(leaving), await openTab(disabled)];
  const { prisma } = opened.database;
  await prisma.eventCollaborator.deleteMany({ where: { userId: leaving.id } });
  await prisma.user.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } });
  await addPhoto();
  await nextSecond(...tabs);
  expect(tabs.map(({ heard }) => heard)).toEqual([[0, 1], [0], [0]]);
  expect(tabs.map(({ ended }) => ended)).toEqual([false, true, true]);
});

test('twenty open tabs ask Postgres no more than one does, and none when they are closed', async () => {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  const secondOf = async (tabs: Tab[]): Promise<number> => {
    await addPhoto();
    asked.mockClear();
    await nextSecond(...tabs);
    return asked.mock.calls.length;
  };
  const tabs = [await openTab(owner)];
  const alone = await secondOf(tabs);
  expect(alone).toBeGreaterThan(0);
  for (let k = 1; k < 20; k++) tabs.push(await openTab(await addHelper(k)));
  expect(await secondOf(tabs)).toBe(alone);

  for (const tab of tabs.slice(1)) tab.close();
  expect(await secondOf(tabs.slice(0, 1)), 'the first one goes on').toBe(alone);
  tabs[0]?.close();
  asked.mockClear();
  await vi.advanceTimersByTimeAsync(5000);
  expect([asked.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0]);
  asked.mockRestore();
  expect((await openTab(owner)).heard, 'and begins again').toEqual([3]);
});
