/** @module The queries of administrators, under one key each. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AuditFilter } from '@visage/contracts/audit.contract';
import type { QueueState } from '@visage/contracts/queue.contract';
import {
  getHealth,
  listAudit,
  listJobFailures,
  listManagedEvents,
  listModels,
  listQueues,
  listUsers,
} from '../../api/admin.api.js';
import { FIRST_PAGE } from '../../api/api.request.js';
import { checkConsents, listConsents } from '../../api/consent.api.js';
import { getPrivacyNotice } from '../../api/privacy.api.js';

/** Queues move while somebody watches them. */
const POLL_MS = 5000;

export const usersQuery = queryOptions({ queryKey: ['admin', 'users'], queryFn: listUsers });
export const managedEventsQuery = queryOptions({ queryKey: ['admin', 'events'], queryFn: listManagedEvents });
export const modelsQuery = queryOptions({ queryKey: ['admin', 'models'], queryFn: listModels });
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: getHealth,
  refetchInterval: POLL_MS,
});
export const queuesQuery = queryOptions({
  queryKey: ['admin', 'queues'],
  queryFn: listQueues,
  refetchInterval: POLL_MS,
});

export const jobFailuresQuery = (queue: QueueState['name']) =>
  queryOptions({ queryKey: ['admin', 'queues', queue, 'failures'], queryFn: () => listJobFailures(queue) });

export const privacyQuery = queryOptions({ queryKey: ['privacy'], queryFn: getPrivacyNotice });
export const consentCheckQuery = queryOptions({
  queryKey: ['admin', 'consents', 'check'],
  queryFn: checkConsents,
});
export const consentsQuery = infiniteQueryOptions({
  queryKey: ['admin', 'consents'],
  queryFn: ({ pageParam }) => listConsents(pageParam),
  initialPageParam: FIRST_PAGE,
  getNextPageParam: ({ older }) => older?.toString(),
});

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['admin', 'audit', filter],
    queryFn: ({ pageParam }) => listAudit(filter, pageParam),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
