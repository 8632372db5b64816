/** @module The page of a link that only accepts photos and shows none. */
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { formatDay } from '../texts/format.js';
import { GuestUploadSection } from './guest-upload.section.js';

export function GuestUploadPage({ token, welcome }: { token: string; welcome: GuestWelcome }) {
  return (
    <div className="stack">
      <div>
        {welcome.eventDate ? <p className="guest-date">{formatDay(welcome.eventDate)}</p> : null}
        <h1>{welcome.eventName}</h1>
      </div>
      <GuestUploadSection token={token} welcome={welcome} />
    </div>
  );
}
