/** @module What stands on a poster or a card, in words. */
import type { PrintLanguage } from '@visage/contracts/print.texts';
import type { ShareScope } from '@visage/contracts/share.contract';

export interface PrintContent {
  language: PrintLanguage;
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
  /** It says where whoever does not want to be shown objects. */
  objection: boolean;
  /** PNG or JPEG. */
  logo: Buffer | null;
}
