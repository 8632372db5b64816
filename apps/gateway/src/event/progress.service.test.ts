import { eventProgressSchema, type EventProgress } from '@visage/contracts/event.contract';
import type { User } from '@visage/contracts/session.contract';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ProgressService } from './progress.service.js';
import type { EventListing } from '@visage/database/event/event.listing';
import type { UserRepository } from '@visage/database/user/user.repository';
import type { EventAccess } from '../access/event.access.js';

const zero: EventProgress = {
  photos: 0,
  done: 0,
  pending: 0,
  failed: 0,
  faces: 0,
  people: 0,
  grouping: false,
};
const user: User = { id: '0', email: 'a@b.c', name: 'A', role: 'organizer', helpsWith: [] };
const users = { find: () => Promise.resolve({ ...user, disabledAt: null }) } as unknown as UserRepository;

test('watchers hear of every change once, and of the end when the event is erased', async () => {
  vi.useFakeTimers();
  const answers = [
    zero,
    zero,
    { ...zero, photos: 2, pending: 2 },
    { ...zero, photos: 2, pending: 2 },
    { ...zero, photos: 2, done: 2 },
    null,
  ];
  const listing = { progress: () => Promise.resolve(answers.shift() ?? null) } as unknown as EventListing;
  const access = {
    require: () => Promise.resolve(),
    allows: () => Promise.resolve(true),
  } as unknown as EventAccess;
  const heard: unknown[] = [];
  let ended = false;
  (await new ProgressService(listing, access, users).stream(user, 'e')).subscribe({
    next: ({ data }) => heard.push(eventProgressSchema.parse(JSON.parse(z.string().parse(data))).done),
    complete: () => (ended = true),
  });
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(heard).toEqual([0, 0, 2]);
  expect(ended).toBe(true);
});

test('a watcher who may no longer see the event hears nothing more of it', async () => {
  vi.useFakeTimers();
  let photos = 0;
  const listing = {
    progress: () => Promise.resolve({ ...zero, photos: ++photos }),
  } as unknown as EventListing;
  let theirs = true;
  const access = {
    require: () => Promise.resolve(),
    allows: () => Promise.resolve(theirs),
  } as unknown as EventAccess;
  let heard = 0;
  let ended = false;
  (await new ProgressService(listing, access, users).stream(user, 'e')).subscribe({
    next: () => (heard += 1),
    complete: () => (ended = true),
  });
  await vi.advanceTimersByTimeAsync(2500);
  expect([heard, ended]).toEqual([3, false]);
  theirs = false;
  await vi.advanceTimersByTimeAsync(1000);
  vi.useRealTimers();
  expect([heard, ended]).toEqual([3, true]);
});
