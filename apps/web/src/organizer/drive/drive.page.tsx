/** @module Google Drive of an event: connect it, bring photos in, put photos there. */
import './drive.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { driveUseSchema, type DriveConnection } from '@visage/contracts/drive-account.contract';
import { texts } from '../../texts/texts.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { eventQuery } from '../event/event.query.js';
import { DriveAccountCard } from './drive-account.card.js';
import { DriveExportSection } from './drive-export.section.js';
import { DriveImportSection } from './drive-import.section.js';
import { MirrorSection } from '../mirror/mirror.section.js';
import { connectionQuery } from './drive.query.js';

/** What the service account may do with folders that are shared with it. */
const ALL_USES = driveUseSchema.options;

export function DriveRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/drive' });
  const { data: event } = useQuery(eventQuery(eventId));
  const { data: connection, error, refetch } = useQuery(connectionQuery);
  useTitle(event ? `${texts.drive.title} · ${event.name}` : texts.drive.title);
  return (
    <>
      <header className="page-head">
        <div>
          <EventBackLink eventId={eventId} />
          <h1>{texts.drive.title}</h1>
          <p className="soft">{texts.drive.intro}</p>
        </div>
      </header>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {connection ? <DrivePage eventId={eventId} connection={connection} /> : error === null ? <Loading /> : null}
    </>
  );
}

function DrivePage({ eventId, connection }: { eventId: string; connection: DriveConnection }) {
  const { account, serviceAccount } = connection;
  const byService = account === null && serviceAccount !== null;
  const uses = byService ? ALL_USES : account?.state === 'connected' ? account.uses : [];
  const may = (use: 'import' | 'export'): boolean => uses.includes(use) || uses.includes('mirror');
  return (
    <>
      <DriveAccountCard connection={connection} />
      <DriveImportSection eventId={eventId} allowed={may('import')} />
      <DriveExportSection eventId={eventId} allowed={may('export')} byService={byService} />
      <MirrorSection eventId={eventId} uses={uses} byService={byService} />
    </>
  );
}
