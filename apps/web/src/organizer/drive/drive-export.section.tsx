/** @module Exporting the event, an album or a person to the organizer's Drive. */
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { DriveExportCreate } from '@visage/contracts/drive-export.contract';
import { startDriveExport } from '../../api/drive.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { peopleQuery } from '../event/event.query.js';
import { MorePeople } from '../person/more.people.js';
import { albumsQuery } from '../album/album.query.js';
import { exportsQuery } from './drive.query.js';
import { DriveRunCard } from './drive-run.card.js';
import { FolderBrowser } from './folder.browser.js';

interface DriveExportSectionProps {
  readonly eventId: string;
  readonly allowed: boolean;
  /** Through the service account, which needs to be told where. */
  readonly byService: boolean;
}

export function DriveExportSection({ eventId, allowed, byService }: DriveExportSectionProps) {
  const client = useQueryClient();
  const selectId = useId();
  const { data: albums } = useQuery(albumsQuery(eventId));
  const people = useInfiniteQuery(peopleQuery(eventId, { shelf: 'listed' }));
  const { data, error, refetch } = useQuery(exportsQuery(eventId));
  const [chosen, setChosen] = useState('event');
  const [picking, setPicking] = useState(false);
  const action = useAction();
  const start = (parentId?: string): void =>
    action.run(async () => {
      await startDriveExport(eventId, { ...exportOf(chosen), ...(parentId !== undefined && { parentId }) });
      await client.invalidateQueries(exportsQuery(eventId));
      setPicking(false);
    });
  return (
    <section aria-labelledby="drive-export" className="stack">
      <h2 id="drive-export">{texts.drive.exportTitle}</h2>
      <p className="soft">{allowed ? texts.drive.exportHint : texts.drive.exportNeeds}</p>
      <div className="drive-choose">
        <div className="field">
          <label className="field-label" htmlFor={selectId}>
            {texts.drive.what}
          </label>
          <select
            id={selectId}
            className="input"
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
          >
            <option value="event">{texts.drive.wholeEvent}</option>
            {albums?.albums.map(({ id, name, photos }) => (
              <option key={id} value={`album ${id}`}>
                {texts.drive.album(name, photos)}
              </option>
            ))}
            {people.data?.people.map(({ id, name, photos }) => (
              <option key={id} value={`person ${id}`}>
                {texts.drive.person(name ?? texts.person.unnamed, photos)}
              </option>
            ))}
          </select>
          <MorePeople query={people} />
        </div>
        <Button
          look="primary"
          icon="upload"
          busy={action.busy}
          disabled={!allowed}
          onClick={() => (byService ? setPicking(true) : start())}
        >
          {texts.drive.export}
        </Button>
      </div>
      <ErrorNotice error={action.error ?? error} onRetry={() => void refetch()} />
      {data?.exports.map(({ id, folderName, state, error: stopped, counts }) => (
        <DriveRunCard
          key={id}
          eventId={eventId}
          kind="export"
          id={id}
          name={folderName}
          state={state}
          error={stopped}
          total={counts.photos}
          waiting={counts.waiting}
          failed={counts.failed}
          parts={[
            [texts.drive.parts.uploaded, counts.uploaded],
            [texts.drive.parts.present, counts.present],
            [texts.drive.parts.failed, counts.failed],
            ...(counts.withheld > 0 ? [[texts.drive.parts.withheld, counts.withheld] as const] : []),
          ]}
        />
      ))}
      {picking ? (
        <FolderBrowser
          busy={action.busy}
          error={action.error}
          choose={texts.drive.exportInto}
          onPick={(folder) => start(folder.id)}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </section>
  );
}

function exportOf(chosen: string): DriveExportCreate {
  const [kind, subjectId = ''] = chosen.split(' ');
  return kind === 'album' || kind === 'person' ? { kind, subjectId } : { kind: 'event' };
}
