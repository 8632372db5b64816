/** @module The page of a link that accepts photos, for who is shown none. */
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { formatDay } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { GuestUploadSection } from './guest-upload.section.js';
import { type GuestAction, isSearchable } from './guest.step.js';
import { OwnData } from './own.data.js';

interface GuestUploadPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

export function GuestUploadPage({ token, welcome, dispatch }: GuestUploadPageProps) {
  return (
    <div className="stack">
      <div>
        {welcome.eventDate ? <p className="guest-date">{formatDay(welcome.eventDate)}</p> : null}
        <h1>{welcome.eventName}</h1>
      </div>
      <GuestUploadSection token={token} welcome={welcome} />
      <div className="row guest-about">
        {isSearchable(welcome) ? (
          <Button icon="face" onClick={() => dispatch({ kind: 'findMe' })}>
            {texts.guest.photos.findMe}
          </Button>
        ) : null}
        <OwnData token={token} welcome={welcome} companion={null} dispatch={dispatch} />
      </div>
    </div>
  );
}
