/** @module Shares of an event and their QR codes. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import type {
  ShareCodesCreate,
  ShareCodeUpdate,
  ShareCreate,
  ShareUpdate,
} from '@visage/contracts/share.contract';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export const listShares = (eventId: string) =>
  request('GET', '/api/events/{eventId}/shares', { path: { eventId } });
/** For who helps with the event. */
export const getShareOverview = (eventId: string) =>
  request('GET', '/api/events/{eventId}/shares/overview', { path: { eventId } });
/** New codes in the place of all open ones of the event. */
export const renewCodes = (eventId: string) =>
  request('POST', '/api/events/{eventId}/codes/renew', { path: { eventId } });
export const getShareDefaults = () => request('GET', '/api/share-defaults');
/** What the server fills in may be left out. */
export const createShare = (eventId: string, input: Partial<ShareCreate>) =>
  request('POST', '/api/events/{eventId}/shares', { path: { eventId }, json: input });
export const revokeShare = (id: string) =>
  request('DELETE', '/api/shares/{shareId}', { path: { shareId: id } });
/** What is left out stays as it is. */
export const updateShare = (id: string, input: ShareUpdate) =>
  request('PATCH', '/api/shares/{shareId}', { path: { shareId: id }, json: input });
export const createCodes = (shareId: string, input: ShareCodesCreate) =>
  request('POST', '/api/shares/{shareId}/codes/batch', { path: { shareId }, json: input });
export const updateCode = (id: string, input: ShareCodeUpdate) =>
  request('PATCH', '/api/codes/{codeId}', { path: { codeId: id }, json: input });
export const revokeCode = (id: string) => request('DELETE', '/api/codes/{codeId}', { path: { codeId: id } });

export const qrUrl = (codeId: string, format: 'png' | 'svg') =>
  addressOf(`/api/codes/{codeId}/qr.${format}`, { path: { codeId } });
interface Print {
  language: PrintLanguage;
  /** With a line for those who do not want to be shown. */
  objection: boolean;
}
export const posterUrl = (codeId: string, size: 'a4' | 'a6', { language, objection }: Print) =>
  addressOf('/api/codes/{codeId}/poster.pdf', {
    ...{ path: { codeId }, query: { size, language, objection: String(objection) } },
  });
export const cardsUrl = (shareId: string, { language, objection }: Print) =>
  addressOf('/api/shares/{shareId}/cards.pdf', {
    ...{ path: { shareId }, query: { language, objection: String(objection) } },
  });

/** @param guestId of a guest of the code; null = whoever just scanned it. */
export const viewAs = (codeId: string, guestId: string | null, cursor?: string) =>
  request('GET', '/api/codes/{codeId}/view', {
    path: { codeId },
    query: { guestId: guestId ?? undefined, cursor },
  });

export const listShareGuests = (shareId: string) =>
  request('GET', '/api/shares/{shareId}/guests', { path: { shareId } });
export const approveGuest = (guestId: string) =>
  request('POST', '/api/guests/{guestId}/approve', { path: { guestId } });
export const refuseGuest = (guestId: string) =>
  request('POST', '/api/guests/{guestId}/refuse', { path: { guestId } });

/** @param accent `#rrggbb`; null = the colour of the house. */
export const setAccent = (eventId: string, accent: string | null) =>
  request('PATCH', '/api/events/{eventId}/brand', { path: { eventId }, json: { accent } });
export const logoUrl = (eventId: string) => addressOf('/api/events/{eventId}/logo', { path: { eventId } });
export const removeLogo = (eventId: string) =>
  request('DELETE', '/api/events/{eventId}/logo', { path: { eventId } });
export const sendLogo = (eventId: string, picture: File) =>
  request('POST', '/api/events/{eventId}/logo', { path: { eventId }, form: { logo: picture } });
