/** @module What a guest asks of the server, by the token of their link. */
import type {
  GuestAdmission,
  GuestConsent,
  GuestFaces,
  GuestJoin,
  GuestPassword,
  GuestPhotoPage,
  GuestPhotoQuery,
  GuestToken,
  GuestWelcome,
  PhotoClaim,
  PhotoClaimOutcome,
  SelfieOutcome,
} from '@visage/contracts/guest.contract';
import { request } from './api.request.js';

const base = (token: string) => `/api/guest/${encodeURIComponent(token)}`;

export const getWelcome = (token: string) => request<GuestWelcome>(base(token));
/** Whether the guest may go on; asking counts nothing. */
export const getAdmission = (token: string) => request<GuestAdmission>(`${base(token)}/admission`);
export const givePassword = (token: string, input: GuestPassword) =>
  request<GuestWelcome>(`${base(token)}/password`, { method: 'POST', json: input });
export const joinShare = (token: string, input: GuestJoin) =>
  request<GuestWelcome>(`${base(token)}/join`, { method: 'POST', json: input });
/** `code` as it was typed. */
export const openTypedCode = (code: string) =>
  request<GuestToken>('/api/guest', { method: 'POST', json: { code } });
export const giveConsent = (token: string, input: GuestConsent) =>
  request<unknown>(`${base(token)}/consent`, { method: 'POST', json: input });
/** @param whose `mine`: only those the guest is in. */
export const listGuestPhotos = (token: string, whose: GuestPhotoQuery['whose'], cursor?: string) =>
  request<GuestPhotoPage>(`${base(token)}/photos`, { query: { cursor, whose } });

const photo = (token: string, photoId: string) => `${base(token)}/photos/${photoId}`;
export const listPhotoFaces = (token: string, photoId: string) =>
  request<GuestFaces>(`${photo(token, photoId)}/faces`);
export const disownPhoto = (token: string, photoId: string) =>
  request<void>(`${photo(token, photoId)}/not-me`, { method: 'POST' });
export const claimPhoto = (token: string, photoId: string, input: PhotoClaim) =>
  request<PhotoClaimOutcome>(`${photo(token, photoId)}/me`, { method: 'POST', json: input });
export const takeBackWord = (token: string, photoId: string) =>
  request<void>(`${photo(token, photoId)}/word`, { method: 'DELETE' });

export const guestLogoUrl = (token: string) => `${base(token)}/logo`;
export const guestUploadsUrl = (token: string) => `${base(token)}/uploads`;
export const forgetGuest = (token: string) => request<void>(`${base(token)}/me`, { method: 'DELETE' });

/** `picture` is a captured frame or a chosen file, of any format the server decodes. */
export function searchBySelfie(token: string, picture: Blob, fileName: string): Promise<SelfieOutcome> {
  const form = new FormData();
  form.append('selfie', picture, fileName);
  return request<SelfieOutcome>(`${base(token)}/selfie`, { method: 'POST', form });
}
