/** @module Shares of an event and their QR codes. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import type {
  Share,
  ShareCode,
  ShareCodes,
  ShareCodesCreate,
  ShareCodeUpdate,
  ShareCreate,
  ShareDefaults,
  ShareGuests,
  ShareUpdate,
  ViewAs,
} from '@visage/contracts/share.contract';
import { request } from './api.request.js';

export const listShares = (eventId: string) => request<{ shares: Share[] }>(`/api/events/${eventId}/shares`);
export const getShareDefaults = () => request<ShareDefaults>('/api/share-defaults');
/** What the server fills in may be left out. */
export const createShare = (eventId: string, input: Partial<ShareCreate>) =>
  request<Share>(`/api/events/${eventId}/shares`, { method: 'POST', json: input });
export const revokeShare = (id: string) => request<void>(`/api/shares/${id}`, { method: 'DELETE' });
/** What is left out stays as it is. */
export const updateShare = (id: string, input: ShareUpdate) =>
  request<Share>(`/api/shares/${id}`, { method: 'PATCH', json: input });
export const createCodes = (shareId: string, input: ShareCodesCreate) =>
  request<ShareCodes>(`/api/shares/${shareId}/codes/batch`, { method: 'POST', json: input });
export const updateCode = (id: string, input: ShareCodeUpdate) =>
  request<ShareCode>(`/api/codes/${id}`, { method: 'PATCH', json: input });
export const revokeCode = (id: string) => request<void>(`/api/codes/${id}`, { method: 'DELETE' });

export const qrUrl = (codeId: string, format: 'png' | 'svg') => `/api/codes/${codeId}/qr.${format}`;
export const posterUrl = (codeId: string, size: 'a4' | 'a6', language: PrintLanguage) =>
  `/api/codes/${codeId}/poster.pdf?size=${size}&language=${language}`;
export const cardsUrl = (shareId: string, language: PrintLanguage) =>
  `/api/shares/${shareId}/cards.pdf?language=${language}`;

/** @param guestId of a guest of the code; null = whoever just scanned it. */
export const viewAs = (codeId: string, guestId: string | null, cursor?: string) =>
  request<ViewAs>(`/api/codes/${codeId}/view`, { query: { guestId: guestId ?? undefined, cursor } });

export const listShareGuests = (shareId: string) => request<ShareGuests>(`/api/shares/${shareId}/guests`);
export const approveGuest = (guestId: string) =>
  request<void>(`/api/guests/${guestId}/approve`, { method: 'POST' });
export const refuseGuest = (guestId: string) =>
  request<void>(`/api/guests/${guestId}/refuse`, { method: 'POST' });

/** @param accent `#rrggbb`; null = the colour of the house. */
export const setAccent = (eventId: string, accent: string | null) =>
  request<void>(`/api/events/${eventId}/brand`, { method: 'PATCH', json: { accent } });
export const logoUrl = (eventId: string) => `/api/events/${eventId}/logo`;
export const removeLogo = (eventId: string) => request<void>(logoUrl(eventId), { method: 'DELETE' });
export function sendLogo(eventId: string, picture: File): Promise<void> {
  const form = new FormData();
  form.append('logo', picture, picture.name);
  return request<void>(logoUrl(eventId), { method: 'POST', form });
}
