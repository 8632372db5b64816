/** @module Objections: made by the token of a link, followed by their own, answered by those who organize the event. */
import type {
  ObjectionAgree,
  ObjectionDecline,
  ObjectionFaces,
  ObjectionSettings,
  ObjectionWish,
} from '@visage/contracts/objection.contract';
import { request } from './api.request.js';
import type { SelfieSending } from './guest.api.js';

export const getObjectionSubject = (token: string) =>
  request('GET', '/api/guest/{token}/objections', { path: { token } });
export const objectBySelfie = (
  token: string,
  { wish, keep }: { wish: ObjectionWish; keep: boolean },
  selfie: File,
  { face, ...sending }: SelfieSending,
) =>
  request('POST', '/api/guest/{token}/objections/selfie', {
    ...{ path: { token }, query: { wish, keep: String(keep), face: face?.join(',') } },
    ...{ form: { selfie }, ...sending },
  });
export const objectByFaces = (token: string, input: ObjectionFaces) =>
  request('POST', '/api/guest/{token}/objections/faces', { path: { token }, json: input });
export const listFacesToObject = (token: string, photoId: string) =>
  request('GET', '/api/guest/{token}/objections/photos/{photoId}/faces', { path: { token, photoId } });
export const getObjection = (token: string) => request('GET', '/api/objections/{token}', { path: { token } });
export const withdrawObjection = (token: string) =>
  request('DELETE', '/api/objections/{token}', { path: { token } });

export const listObjections = (eventId: string) =>
  request('GET', '/api/events/{eventId}/objections', { path: { eventId } });
export const setObjections = (eventId: string, input: ObjectionSettings) =>
  request('PUT', '/api/events/{eventId}/objections/settings', { path: { eventId }, json: input });
export const agreeToObjection = (eventId: string, objectionId: string, input: ObjectionAgree) =>
  request('POST', '/api/events/{eventId}/objections/{objectionId}/agree', {
    ...{ path: { eventId, objectionId }, json: input },
  });
export const declineObjection = (eventId: string, objectionId: string, input: ObjectionDecline) =>
  request('POST', '/api/events/{eventId}/objections/{objectionId}/decline', {
    ...{ path: { eventId, objectionId }, json: input },
  });
