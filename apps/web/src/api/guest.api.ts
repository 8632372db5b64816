/** @module What a guest asks of the server, by the token of their link. */
import type {
  AboutMember,
  CompanionCreate,
  ForgetQuery,
  GuestConsent,
  GuestJoin,
  GuestPassword,
  OwnChoice,
  PhotoClaim,
} from '@visage/contracts/guest.contract';
import type { Box } from '@visage/contracts/geometry.contract';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export const getWelcome = (token: string) => request('GET', '/api/guest/{token}', { path: { token } });
/** Whether the guest may go on; asking counts nothing. */
export const getAdmission = (token: string) =>
  request('GET', '/api/guest/{token}/admission', { path: { token } });
export const givePassword = (token: string, input: GuestPassword) =>
  request('POST', '/api/guest/{token}/password', { path: { token }, json: input });
export const joinShare = (token: string, input: GuestJoin) =>
  request('POST', '/api/guest/{token}/join', { path: { token }, json: input });
/** `code` as it was typed. */
export const openTypedCode = (code: string) => request('POST', '/api/guest', { json: { code } });
export const giveConsent = (token: string, input: GuestConsent) =>
  request('POST', '/api/guest/{token}/consent', { path: { token }, json: input });
export const addCompanion = (token: string, input: CompanionCreate) =>
  request('POST', '/api/guest/{token}/companions', { path: { token }, json: input });
export const removeCompanion = (token: string, guestId: string) =>
  request('DELETE', '/api/guest/{token}/companions/{guestId}', { path: { token, guestId } });
export const listGuestPhotos = (token: string, { whose, of }: OwnChoice, cursor?: string) =>
  request('GET', '/api/guest/{token}/photos', { path: { token }, query: { cursor, whose, of } });

/** Says something whenever photos may have come or gone. */
export const guestChangesUrl = (token: string) =>
  addressOf('/api/guest/{token}/photos/changes', { path: { token } });
/** The guest has read how many photos were withdrawn. */
export const readWithdrawn = (token: string) =>
  request('POST', '/api/guest/{token}/photos/withdrawn/read', { path: { token } });

export const listPhotoFaces = (token: string, photoId: string, { of }: AboutMember) =>
  request('GET', '/api/guest/{token}/photos/{photoId}/faces', { path: { token, photoId }, query: { of } });
export const disownPhoto = (token: string, photoId: string, { of }: AboutMember) =>
  request('POST', '/api/guest/{token}/photos/{photoId}/not-me', { path: { token, photoId }, query: { of } });
export const claimPhoto = (token: string, photoId: string, { of }: AboutMember, input: PhotoClaim) =>
  request('POST', '/api/guest/{token}/photos/{photoId}/me', {
    ...{ path: { token, photoId }, query: { of } },
    json: input,
  });
export const takeBackWord = (token: string, photoId: string, { of }: AboutMember) =>
  request('DELETE', '/api/guest/{token}/photos/{photoId}/word', { path: { token, photoId }, query: { of } });

export const guestLogoUrl = (token: string) => addressOf('/api/guest/{token}/logo', { path: { token } });
export const guestUploadsUrl = (token: string) =>
  addressOf('/api/guest/{token}/uploads', { path: { token } });
/** @param photos of those the guest sent, which go along: the ones that nobody has approved, or all */
export const forgetGuest = (token: string, photos: ForgetQuery['photos']) =>
  request('DELETE', '/api/guest/{token}/me', { path: { token }, query: { photos } });

export interface SelfieSending {
  /** The face that was chosen in the same picture. */
  readonly face: Box | undefined;
  readonly signal: AbortSignal;
  readonly onSent: (percent: number) => void;
}

/**
 * `selfie` may have any format that the server decodes.
 * @param forWhom somebody who shares the guest's phone, by id; the guest if undefined
 */
export const searchBySelfie = (
  token: string,
  forWhom: string | undefined,
  selfie: File,
  { face, ...sending }: SelfieSending,
) =>
  request('POST', '/api/guest/{token}/selfie', {
    ...{ path: { token }, query: { for: forWhom, face: face?.join(',') } },
    ...{ form: { selfie }, ...sending },
  });
