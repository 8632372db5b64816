/** @module The queries for events, under one key each. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Person } from '@visage/contracts/person.contract';
import { getEvent, getProgress, listEvents, listTrashedEvents } from '../../api/event.api.js';
import { FIRST_PAGE } from '../../api/api.request.js';
import { listPeople, listPersonEdits, listPersonFaces, type PersonFilter } from '../../api/person.api.js';
import { listPhotos, type PhotoFilter } from '../../api/photo.api.js';

const PAGE_SIZE = 100;
/** Also the maximum of failed photos shown at once; a retry makes space for the next. */
const FAILED_SIZE = 200;
/** Reviewed in one go; the next ones come when these are answered. */
const HELD_SIZE = 500;

export const eventsQuery = queryOptions({ queryKey: ['events'], queryFn: listEvents });

export const eventQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId], queryFn: () => getEvent(eventId) });

export const progressQuery = (eventId: string) =>
  queryOptions({ queryKey: ['event', eventId, 'progress'], queryFn: () => getProgress(eventId) });

export const peopleQuery = (eventId: string, filter: PersonFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['event', eventId, 'people', filter],
    queryFn: ({ pageParam }) => listPeople(eventId, { limit: PAGE_SIZE, ...filter }, pageParam),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }): ShownPeople => ({
      // whoever moved between two pages is shown once
      people: [
        ...new Map(pages.flatMap(({ people }) => people).map((person) => [person.id, person])).values(),
      ],
      total: pages[0]?.total ?? 0,
    }),
  });

/** Of how many. */
export interface ShownPeople {
  people: Person[];
  total: number;
}

/** How many are hidden; nobody of them is needed for it. */
export const hiddenPeopleQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'people', 'hidden'],
    queryFn: async () => (await listPeople(eventId, { shelf: 'hidden', limit: 1 })).total ?? 0,
  });

export const personFacesQuery = (eventId: string, personId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'people', personId, 'faces'],
    queryFn: () => listPersonFaces(personId),
  });

export const personEditsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'people', 'history'],
    queryFn: () => listPersonEdits(eventId),
  });

export const photosQuery = (eventId: string, filter: PhotoFilter = {}) =>
  infiniteQueryOptions({
    queryKey: ['event', eventId, 'photos', filter],
    queryFn: ({ pageParam }) => listPhotos(eventId, { limit: PAGE_SIZE, ...filter }, pageParam),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const failedPhotosQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'failed'],
    queryFn: () => listPhotos(eventId, { state: 'failed', limit: FAILED_SIZE }),
  });

export const heldPhotosQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'held'],
    queryFn: () => listPhotos(eventId, { shelf: 'held', limit: HELD_SIZE }),
  });

export const trashedPhotosQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'trash'],
    queryFn: () => listPhotos(eventId, { shelf: 'trash', limit: HELD_SIZE }),
  });

export const trashedEventsQuery = queryOptions({ queryKey: ['trash'], queryFn: listTrashedEvents });

/** The few pictures that represent an event in the list. */
export const coverQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'cover'],
    queryFn: () => listPhotos(eventId, { state: 'ready', limit: 3 }),
    staleTime: 60_000,
  });
