/** @module A receipt in an address: its JSON, deflated (RFC 1951) and in base64url, so that a QR code holds it. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { receiptSchema, type Receipt } from '@visage/contracts/receipt.contract';

/** Far longer than any receipt; what unpacks to more is none. */
const MAX_BYTES = 20_000;

export function packReceipt(receipt: Receipt): string {
  return deflateRawSync(JSON.stringify(receipt), { level: 9 }).toString('base64url');
}

/** @param text its JSON, its address, or what stands behind the `#` there. @returns null when it is no receipt */
export function readReceipt(text: string): Receipt | null {
  const trimmed = text.trim();
  try {
    const json = trimmed.startsWith('{') ? trimmed : unpack(trimmed.slice(trimmed.indexOf('#') + 1));
    return receiptSchema.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

function unpack(packed: string): string {
  return inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: MAX_BYTES }).toString('utf8');
}
