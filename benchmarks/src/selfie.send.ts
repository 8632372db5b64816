/** @module A selfie of a guest of their own, since each is allowed few. */
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';

export interface SelfieAnswer {
  status: number;
  outcome: string;
  /** From the selfie's first byte to the answer. */
  ms: number;
}

/** @param token of the link */
export async function sendSelfie(
  origin: string,
  token: string,
  selfie: Uint8Array<ArrayBuffer>,
): Promise<SelfieAnswer> {
  const consent = await fetch(`${origin}/api/guest/${token}/consent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ version: CONSENT_VERSION, accepted: true }),
  });
  const cookie = consent.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const form = new FormData();
  form.append('selfie', new Blob([selfie]), 'selfie.jpg');
  const begun = performance.now();
  const response = await fetch(`${origin}/api/guest/${token}/selfie`, {
    method: 'POST',
    headers: { cookie, origin },
    body: form,
  });
  const answer = (await response.json()) as { outcome?: string };
  return { status: response.status, outcome: answer.outcome ?? '', ms: performance.now() - begun };
}
