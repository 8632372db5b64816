/** @module At the top of every guest page: the organizer's logo, or the product's mark if there is none. */
import { useState } from 'react';
import { guestLogoUrl } from '../api/guest.api.js';
import { Brand } from '../ui/brand.js';

/** @param token of a link that opens; null until that is known. @param eventName the logo's text alternative */
export function GuestMasthead({ token, eventName }: { token: string | null; eventName: string }) {
  const [missing, setMissing] = useState(false);
  return (
    <header className="guest-masthead">
      {token === null || missing ? (
        <span className="brand">
          <Brand />
        </span>
      ) : (
        <img
          className="guest-logo"
          src={guestLogoUrl(token)}
          alt={eventName}
          onError={() => setMissing(true)}
        />
      )}
    </header>
  );
}
