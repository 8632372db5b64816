/** @module All events that somebody organizes or helps with. */
import './event.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { sessionQuery } from '../session/session.query.js';
import { EventCard } from './event.card.js';
import { EventCreateDialog } from './event-create.dialog.js';
import { eventsQuery } from './event.query.js';

/** How often the list is refetched while photos of some event are being processed. */
const BUSY_POLL_MS = 5000;

export function EventsPage() {
  useTitle(texts.events.title);
  const { data, error, isPending, refetch } = useQuery({
    ...eventsQuery,
    refetchInterval: (query) =>
      query.state.data?.events.some(({ progress }) => progress.pending > 0 || progress.grouping)
        ? BUSY_POLL_MS
        : false,
  });
  const [creating, setCreating] = useState(false);
  const { data: session } = useQuery(sessionQuery);
  const onlyHelps = session?.user.role === 'collaborator';
  const create = onlyHelps ? null : (
    <Button look="primary" icon="plus" onClick={() => setCreating(true)}>
      {texts.events.create}
    </Button>
  );
  return (
    <>
      <header className="page-head">
        <h1>{texts.events.title}</h1>
        {data && data.events.length > 0 ? create : null}
      </header>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      {data?.events.length === 0 ? (
        <div className="empty">
          <Icon name="image" />
          <h2>{texts.events.empty}</h2>
          <p className="soft">{onlyHelps ? texts.collaborator.noEvents : texts.events.emptyHint}</p>
          {create}
        </div>
      ) : null}
      {data && data.events.length > 0 ? (
        <ul role="list" className="event-cards" aria-label={texts.events.title}>
          {data.events.map((event) => (
            <EventCard key={event.id} event={event} />
          ))}
        </ul>
      ) : null}
      {onlyHelps ? null : (
        <footer className="event-foot row">
          <Link to="/trash" className="button button-quiet">
            <Icon name="trash" />
            {texts.trash.events}
          </Link>
        </footer>
      )}
      {creating ? <EventCreateDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
