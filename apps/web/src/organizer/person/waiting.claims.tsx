/** @module Guests who claim a face that the event knows as somebody's: the organizer agrees or refuses. */
import './person.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PersonEdit } from '@visage/contracts/person.contract';
import { answerPersonEdit } from '../../api/person.api.js';
import { thumbnailUrl } from '../../api/photo.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { personEditsQuery } from '../event/event.query.js';
import { usePersonEdit } from './person.edit.hook.js';
import { PersonFace } from './person.face.js';

export function WaitingClaims({ eventId }: { eventId: string }) {
  const { data } = useQuery(personEditsQuery(eventId));
  const claims = data?.edits.filter((edit) => edit.waiting) ?? [];
  if (claims.length === 0) return null;
  return (
    <section aria-labelledby="claims-title" className="card stack">
      <div>
        <h2 id="claims-title">{texts.people.claims(claims.length)}</h2>
        <p className="soft">{texts.people.claimsHint}</p>
      </div>
      <ul role="list" className="claims">
        {claims.map((claim) => (
          <Claim key={claim.id} eventId={eventId} claim={claim} />
        ))}
      </ul>
    </section>
  );
}

function Claim({
  eventId,
  claim: { id, by, name, photoId, faceId },
}: {
  eventId: string;
  claim: PersonEdit;
}) {
  const { busy, error, run } = usePersonEdit(eventId);
  const answer = (word: 'accept' | 'undo') => (): void =>
    run(async () => {
      await answerPersonEdit(eventId, id, word);
    });
  return (
    <li className="row">
      {photoId === null ? null : (
        <Link
          to="/events/$eventId"
          params={{ eventId }}
          search={{ photo: photoId }}
          aria-label={texts.people.openPhoto}
        >
          <img className="claim-photo" src={thumbnailUrl(photoId)} alt="" />
        </Link>
      )}
      <PersonFace faceId={faceId} />
      <p>{texts.people.claim(by, name)}</p>
      <div className="row">
        <Button icon="check" busy={busy} onClick={answer('accept')}>
          {texts.people.accept}
        </Button>
        <Button icon="close" disabled={busy} onClick={answer('undo')}>
          {texts.people.refuse}
        </Button>
      </div>
      <ErrorNotice error={error} />
    </li>
  );
}
