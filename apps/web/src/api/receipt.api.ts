/** @module Receipts of erasures, and what is held of whoever asks. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import { addressOf } from './api.address.js';
import { request } from './api.request.js';

export const listReceipts = () => request('GET', '/api/receipts');
/** @param text its JSON, its address, or what stands behind the `#` there */
export const checkReceipt = (text: string) => request('POST', '/api/receipts/check', { json: { text } });

/** @param url of the page that checks it */
export const receiptPdfUrl = (url: string, language: PrintLanguage) =>
  addressOf('/api/receipts/receipt.pdf', { query: { receipt: packedIn(url), language } });

export const guestDataUrl = (token: string, language: PrintLanguage) =>
  addressOf('/api/guest/{token}/data.zip', { path: { token }, query: { language } });
export const userDataUrl = (language: PrintLanguage) =>
  addressOf('/api/session/data.zip', { query: { language } });

const packedIn = (url: string): string => url.slice(url.indexOf('#') + 1);
