/** @module Sharing an event: its QR codes, and new shares. */
import './share.css';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { eventQuery } from '../event/event.query.js';
import { CodeRenewDialog } from './code-renew.dialog.js';
import { ShareCard } from './share.card.js';
import { ShareCreateForm } from './share-create.form.js';
import { sharesQuery } from './share.query.js';
import { isRevoked } from './share.state.js';

export function ShareRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/share' });
  const { data: event } = useQuery(eventQuery(eventId));
  const manages = event !== undefined && event.part !== 'collaborator';
  const { data, error, refetch } = useQuery({ ...sharesQuery(eventId), enabled: manages });
  const [renewing, setRenewing] = useState(false);
  useTitle(event ? `${texts.share.title} · ${event.name}` : texts.share.title);
  if (event?.part === 'collaborator') return <Navigate to="/events/$eventId" params={{ eventId }} replace />;
  // Open shares first, each group newest first.
  const shares = data?.shares.toSorted(
    (a, b) => Number(isRevoked(a)) - Number(isRevoked(b)) || b.createdAt.localeCompare(a.createdAt),
  );
  return (
    <>
      <header className="page-head">
        <div>
          <EventBackLink eventId={eventId} />
          <h1>{texts.share.title}</h1>
          <p className="soft">{texts.share.intro}</p>
        </div>
        {shares && shares.length > 0 ? (
          <Button icon="retry" onClick={() => setRenewing(true)}>
            {texts.share.renew}
          </Button>
        ) : null}
      </header>
      {renewing ? (
        <CodeRenewDialog eventId={eventId} title={texts.share.renewAsk} onClose={() => setRenewing(false)} />
      ) : null}
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {shares === undefined && error === null ? <Loading /> : null}
      {shares?.map((share) => (
        <ShareCard key={share.id} share={share} event={event} />
      ))}
      {shares?.length === 0 ? (
        <section className="card share-first" aria-labelledby="first-share">
          <h2 id="first-share">{texts.share.createFirst}</h2>
          <ShareCreateForm eventId={eventId} />
        </section>
      ) : null}
      {shares && shares.length > 0 ? (
        <details className="card share-another">
          <summary>{texts.share.createAnother}</summary>
          <ShareCreateForm key={shares.length} eventId={eventId} />
        </details>
      ) : null}
    </>
  );
}
