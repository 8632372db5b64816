/** @module What stands on a poster or a card, in words. */
import type { ShareScope } from '@visage/contracts/share.contract';

export interface PrintContent {
  eventName: string;
  /** ISO 8601 day. */
  eventDate: string | null;
  /** `#rrggbb`, legible on white. */
  accent: string;
  /** Held by the QR code. */
  url: string;
  /** As it is typed; empty for none. */
  shortCode: string;
  /** Of the code: which table, which supplier. */
  label: string;
  scope: ShareScope['kind'];
  /** PNG or JPEG. */
  logo: Buffer | null;
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });

export function dateLine({ eventDate }: PrintContent): string {
  return eventDate === null ? '' : day.format(new Date(eventDate));
}

export function instructionLine({ scope }: PrintContent): string {
  return scope === 'own-photos'
    ? 'Scan the code, take a selfie, and get the photos you are in.'
    : 'Scan the code to see the photos.';
}

/** The page where the short code is typed, as people write addresses. */
export function typeLine({ url }: PrintContent): string {
  return `No camera at hand? Go to ${new URL(url).host}/g and type`;
}
