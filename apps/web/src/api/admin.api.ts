/** @module What administrators ask and change. */
import type { AuditFilter } from '@visage/contracts/audit.contract';
import type { QueueState } from '@visage/contracts/queue.contract';
import type { ShareDefaults } from '@visage/contracts/share.contract';
import type { UserCreate, UserUpdate } from '@visage/contracts/user.contract';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export const listUsers = () => request('GET', '/api/admin/users');
export const createUser = (input: UserCreate) => request('POST', '/api/admin/users', { json: input });
/** What is left out stays as it is. */
export const updateUser = (id: string, input: UserUpdate) =>
  request('PATCH', '/api/admin/users/{userId}', { path: { userId: id }, json: input });
export const removeUser = (id: string) =>
  request('DELETE', '/api/admin/users/{userId}', { path: { userId: id } });
export const createPasswordLink = (id: string) =>
  request('POST', '/api/admin/users/{userId}/password-link', { path: { userId: id } });

export const listManagedEvents = () => request('GET', '/api/admin/events');

export const listAudit = (filter: AuditFilter, cursor: string | undefined) =>
  request('GET', '/api/admin/audit', { query: { ...filter, cursor } });
export const auditCsvUrl = (filter: AuditFilter) => addressOf('/api/admin/audit.csv', { query: filter });

export const listQueues = () => request('GET', '/api/admin/queues');
export const listJobFailures = (queue: QueueState['name']) =>
  request('GET', '/api/admin/queues/{queue}/failures', { path: { queue } });
export const retryJob = (queue: QueueState['name'], id: string) =>
  request('POST', '/api/admin/queues/{queue}/failures/{jobId}/retry', { path: { queue, jobId: id } });

export const listModels = () => request('GET', '/api/admin/models');
export const getHealth = () => request('GET', '/api/health');

export const replaceShareDefaults = (input: ShareDefaults) =>
  request('PUT', '/api/admin/share-defaults', { json: input });
