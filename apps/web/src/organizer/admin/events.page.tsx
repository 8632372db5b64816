/** @module Every event of the installation: its owner, its size, and its state. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ManagedEvent } from '@visage/contracts/event.contract';
import { formatBytes, formatDay } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { AdminFrame } from './admin.frame.js';
import { managedEventsQuery } from './admin.query.js';

export function AllEventsPage() {
  const { data, error, isPending, refetch } = useQuery(managedEventsQuery);
  return (
    <AdminFrame title={texts.admin.events}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      {data?.events.length === 0 ? <p className="empty soft">{texts.events.empty}</p> : null}
      <ul role="list" className="admin-list">
        {data?.events.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </ul>
    </AdminFrame>
  );
}

function EventRow({ event }: { event: ManagedEvent }) {
  const { id, name, date, createdAt, deletedAt, ownerName, ownerEmail, photos, bytes } = event;
  return (
    <li className="admin-row">
      <div>
        <h2 className="field-label">
          {deletedAt === null ? (
            <Link to="/events/$eventId" params={{ eventId: id }}>
              {name}
            </Link>
          ) : (
            name
          )}
        </h2>
        <p className="soft small">{texts.admin.ownedBy(ownerName, ownerEmail)}</p>
        <p className="small">
          {texts.amounts.photos(photos)} · {formatBytes(bytes)} · {formatDay(date ?? createdAt.slice(0, 10))}
        </p>
      </div>
      <State event={event} />
    </li>
  );
}

function State({ event: { deletedAt, failed, pending } }: { event: ManagedEvent }) {
  if (deletedAt !== null)
    return (
      <span className="admin-badge" data-look="danger">
        {texts.admin.inTrash}
      </span>
    );
  if (pending > 0) return <span className="admin-badge">{texts.admin.working(pending)}</span>;
  return (
    <span className="admin-badge" data-look={failed > 0 ? 'danger' : undefined}>
      {failed > 0 ? texts.admin.failedPhotos(failed) : texts.admin.inOrder}
    </span>
  );
}
