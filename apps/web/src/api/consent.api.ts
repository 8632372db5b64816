/** @module The register of consents, for administrators. */
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

/** @param before number of an entry, as text; undefined for the newest */
export const listConsents = (before: string | undefined) =>
  request('GET', '/api/admin/consents', {
    query: { before: before === undefined ? undefined : Number(before) },
  });
export const checkConsents = () => request('GET', '/api/admin/consents/check');
export const consentsJsonUrl = () => addressOf('/api/admin/consents.json');
export const consentsCsvUrl = () => addressOf('/api/admin/consents.csv');
