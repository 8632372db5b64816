/** @module Above every page of a guest: the organizer's logo, or the mark of the product where there is none. */
import { useState } from 'react';
import { guestLogoUrl } from '../api/guest.api.js';
import { Brand } from '../ui/brand.js';

/** @param token of a link that opens; null while that is not known. @param eventName says what the logo stands for */
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
