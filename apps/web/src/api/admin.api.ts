/** @module What administrators ask and change. */
import type { AuditFilter, AuditPage } from '@visage/contracts/audit.contract';
import type { ManagedEvents } from '@visage/contracts/event.contract';
import type { Health } from '@visage/contracts/health.contract';
import type { ModelUses } from '@visage/contracts/model-use.contract';
import type { JobFailures, QueueState, QueueStates } from '@visage/contracts/queue.contract';
import type { ShareDefaults } from '@visage/contracts/share.contract';
import type {
  ManagedUser,
  ManagedUsers,
  PasswordLink,
  UserCreate,
  UserMade,
  UserUpdate,
} from '@visage/contracts/user.contract';
import { addressOf, request } from './api.request.js';

export const listUsers = () => request<ManagedUsers>('/api/admin/users');
export const createUser = (input: UserCreate) =>
  request<UserMade>('/api/admin/users', { method: 'POST', json: input });
/** What is left out stays as it is. */
export const updateUser = (id: string, input: UserUpdate) =>
  request<ManagedUser>(`/api/admin/users/${id}`, { method: 'PATCH', json: input });
export const removeUser = (id: string) => request<void>(`/api/admin/users/${id}`, { method: 'DELETE' });
export const createPasswordLink = (id: string) =>
  request<PasswordLink>(`/api/admin/users/${id}/password-link`, { method: 'POST' });

export const listManagedEvents = () => request<ManagedEvents>('/api/admin/events');

export const listAudit = (filter: AuditFilter, cursor: string | undefined) =>
  request<AuditPage>('/api/admin/audit', { query: { ...filter, cursor } });
export const auditCsvUrl = (filter: AuditFilter) => addressOf('/api/admin/audit.csv', filter);

export const listQueues = () => request<QueueStates>('/api/admin/queues');
export const listJobFailures = (queue: QueueState['name']) =>
  request<JobFailures>(`/api/admin/queues/${queue}/failures`);
export const retryJob = (queue: QueueState['name'], id: string) =>
  request<void>(`/api/admin/queues/${queue}/failures/${encodeURIComponent(id)}/retry`, { method: 'POST' });

export const listModels = () => request<ModelUses>('/api/admin/models');
export const getHealth = () => request<Health>('/api/health');

export const replaceShareDefaults = (input: ShareDefaults) =>
  request<ShareDefaults>('/api/admin/share-defaults', { method: 'PUT', json: input });
