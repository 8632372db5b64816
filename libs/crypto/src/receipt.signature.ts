/**
 * @module Signatures of receipts: Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of all but the signature itself, so that
 * whoever has the public key can check one with any tool.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { Receipt, ReceiptBody } from '@visage/contracts/receipt.contract';
import canonicalize from 'canonicalize';
import type { PurposeKeys } from './purpose.keys.js';
import { SealedBoxError, openWithAny, reseal, seal } from './sealed.box.js';
import { KeyError } from './secret.key.js';

export interface ReceiptKeyPair {
  id: string;
  /** SPKI DER (RFC 8410). */
  publicKey: Uint8Array<ArrayBuffer>;
  /** PKCS#8 DER, sealed under a key that is made of the installation's secret. */
  sealedKey: Uint8Array<ArrayBuffer>;
}

const PURPOSE = 'receipt-key';
const ID_DIGITS = 16;

export function createReceiptKey(secrets: PurposeKeys): ReceiptKeyPair {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }));
  const id = receiptKeyId(publicKey);
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  try {
    return { id, publicKey, sealedKey: seal(secrets.of(PURPOSE)[0], privateKey, belongsTo(id)) };
  } finally {
    privateKey.fill(0);
  }
}

/** @param publicKey SPKI DER. @returns 16 hex digits */
export function receiptKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, ID_DIGITS);
}

/** @throws SealedBoxError when the key was sealed under another secret, or belongs to another id. */
export function signReceipt(
  secrets: PurposeKeys,
  { id, sealedKey }: Pick<ReceiptKeyPair, 'id' | 'sealedKey'>,
  body: ReceiptBody,
): Receipt {
  const der = openWithAny(secrets.of(PURPOSE), sealedKey, belongsTo(id));
  try {
    const key = createPrivateKey({ key: Buffer.from(der.buffer), format: 'der', type: 'pkcs8' });
    return { ...body, signature: sign(null, signedBytes(body), key).toString('base64') };
  } finally {
    der.fill(0);
  }
}

/** Whether these secrets open it. */
export function opensReceiptKey(
  secrets: PurposeKeys,
  { id, sealedKey }: Pick<ReceiptKeyPair, 'id' | 'sealedKey'>,
): boolean {
  try {
    openWithAny(secrets.of(PURPOSE), sealedKey, belongsTo(id)).fill(0);
    return true;
  } catch (error) {
    if (error instanceof SealedBoxError) return false;
    throw error;
  }
}

/** The same key under the newest secret; null when it is already. @throws SealedBoxError as signReceipt. */
export function resealReceiptKey(
  secrets: PurposeKeys,
  { id, sealedKey }: Pick<ReceiptKeyPair, 'id' | 'sealedKey'>,
): Uint8Array<ArrayBuffer> | null {
  return reseal(secrets.of(PURPOSE), sealedKey, belongsTo(id));
}

/** @param publicKey SPKI DER. @returns false also for a key that is not the one the receipt names */
export function verifyReceipt(publicKey: Uint8Array, { signature, ...body }: Receipt): boolean {
  if (body.key !== receiptKeyId(publicKey)) return false;
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  return verify(null, signedBytes(body), key, Buffer.from(signature, 'base64'));
}

/** @throws KeyError when it is no Ed25519 key in PEM. @returns SPKI DER */
export function parseReceiptKey(pem: string): Uint8Array<ArrayBuffer> {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519')
      return new Uint8Array(key.export({ format: 'der', type: 'spki' }));
  } catch {
    // said below
  }
  throw new KeyError('this is no Ed25519 public key in PEM');
}

/** @param publicKey SPKI DER */
export function receiptKeyPem(publicKey: Uint8Array): string {
  const base64 = Buffer.from(publicKey).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`; // 60 characters fit one line of RFC 7468
}

function signedBytes(body: ReceiptBody): Buffer {
  return Buffer.from(canonicalize(body) ?? '', 'utf8');
}

const belongsTo = (id: string): string => JSON.stringify(['receipt-key', id]);
