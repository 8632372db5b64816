/** @module Google Drive of an event: connect it, import photos, export photos. */
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
const IMPORT = ['import'] as const;

export function DriveRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/drive' });
  const { data: event, error: unknownEvent } = useQuery(eventQuery(eventId));
  const { data: connection, error: unconnected, refetch } = useQuery(connectionQuery);
  const error = unknownEvent ?? unconnected;
  useTitle(event ? `${texts.drive.title} · ${event.name}` : texts.drive.title);
  return (
    <>
      <header className="page-head">
        <div>
          <EventBackLink eventId={eventId} />
          <h1>{texts.drive.title}</h1>
          <p className="soft">
            {event?.part === 'collaborator' ? texts.collaborator.driveIntro : texts.drive.intro}
          </p>
        </div>
      </header>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {connection && event ? (
        <DrivePage eventId={eventId} connection={connection} manages={event.part !== 'collaborator'} />
      ) : error === null ? (
        <Loading />
      ) : null}
    </>
  );
}

interface DrivePageProps {
  readonly eventId: string;
  readonly connection: DriveConnection;
  /** False for helpers, who import photos but do not export any. */
  readonly manages: boolean;
}

function DrivePage({ eventId, connection, manages }: DrivePageProps) {
  const { account, serviceAccount } = connection;
  const byService = account === null && serviceAccount !== null;
  const uses = byService ? ALL_USES : account?.state === 'connected' ? account.uses : [];
  const may = (use: 'import' | 'export'): boolean => uses.includes(use) || uses.includes('mirror');
  return (
    <>
      <DriveAccountCard connection={connection} offered={manages ? ALL_USES : IMPORT} />
      <DriveImportSection eventId={eventId} allowed={may('import')} />
      {manages ? (
        <>
          <DriveExportSection eventId={eventId} allowed={may('export')} byService={byService} />
          <MirrorSection eventId={eventId} uses={uses} byService={byService} />
        </>
      ) : null}
    </>
  );
}
