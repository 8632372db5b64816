/** @module Shares of an event and their QR codes. */
import type { Share, ShareCode, ShareCodeCreate, ShareCreate } from '@visage/contracts/share.contract';
import { request } from './api.request.js';

export const listShares = (eventId: string) => request<{ shares: Share[] }>(`/api/events/${eventId}/shares`);
/** What the server fills in may be left out. */
export const createShare = (eventId: string, input: Partial<ShareCreate>) =>
  request<Share>(`/api/events/${eventId}/shares`, { method: 'POST', json: input });
export const revokeShare = (id: string) => request<void>(`/api/shares/${id}`, { method: 'DELETE' });
export const createCode = (shareId: string, input: ShareCodeCreate) =>
  request<ShareCode>(`/api/shares/${shareId}/codes`, { method: 'POST', json: input });
export const revokeCode = (id: string) => request<void>(`/api/codes/${id}`, { method: 'DELETE' });

export const qrUrl = (codeId: string, format: 'png' | 'svg') => `/api/codes/${codeId}/qr.${format}`;
