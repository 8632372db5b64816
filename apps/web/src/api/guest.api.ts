/** @module What a guest asks of the server, by the token of their link. */
import type {
  GuestConsent,
  GuestPhotoPage,
  GuestWelcome,
  SelfieOutcome,
} from '@visage/contracts/guest.contract';
import { request } from './api.request.js';

const base = (token: string) => `/api/guest/${encodeURIComponent(token)}`;

export const getWelcome = (token: string) => request<GuestWelcome>(base(token));
export const giveConsent = (token: string, input: GuestConsent) =>
  request<unknown>(`${base(token)}/consent`, { method: 'POST', json: input });
export const listGuestPhotos = (token: string, cursor?: string) =>
  request<GuestPhotoPage>(`${base(token)}/photos`, { query: { cursor } });
export const forgetGuest = (token: string) => request<void>(`${base(token)}/me`, { method: 'DELETE' });

/** `picture` is a captured frame or a chosen file, of any format the server decodes. */
export function searchBySelfie(token: string, picture: Blob, fileName: string): Promise<SelfieOutcome> {
  const form = new FormData();
  form.append('selfie', picture, fileName);
  return request<SelfieOutcome>(`${base(token)}/selfie`, { method: 'POST', form });
}
