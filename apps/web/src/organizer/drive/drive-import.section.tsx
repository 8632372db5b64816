/** @module Importing a folder of Drive into the event, and how the import went. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriveFolder } from '@visage/contracts/drive-account.contract';
import { startDriveImport } from '../../api/drive.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { importsQuery } from './drive.query.js';
import { DriveRunCard } from './drive-run.card.js';
import { FolderBrowser } from './folder.browser.js';

export function DriveImportSection({ eventId, allowed }: { eventId: string; allowed: boolean }) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(importsQuery(eventId));
  const [picking, setPicking] = useState(false);
  const action = useAction();
  const pick = ({ id: folderId, name: folderName }: DriveFolder): void =>
    action.run(async () => {
      await startDriveImport(eventId, { folderId, folderName });
      await client.invalidateQueries(importsQuery(eventId));
      setPicking(false);
    });
  return (
    <section aria-labelledby="drive-import" className="stack">
      <div className="section-head">
        <h2 id="drive-import">{texts.drive.importTitle}</h2>
        <Button look="primary" icon="folder" disabled={!allowed} onClick={() => setPicking(true)}>
          {texts.drive.pick}
        </Button>
      </div>
      <p className="soft">{allowed ? texts.drive.importHint : texts.drive.importNeeds}</p>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data?.imports.map(({ id, folderName, state, error: stopped, counts }) => (
        <DriveRunCard
          key={id}
          eventId={eventId}
          kind="import"
          id={id}
          name={folderName ?? texts.drive.unnamedFolder}
          state={state}
          error={stopped}
          total={counts.found}
          waiting={counts.waiting}
          failed={counts.failed}
          parts={[
            [texts.drive.parts.imported, counts.imported],
            [texts.drive.parts.duplicate, counts.duplicate],
            [texts.drive.parts.skipped, counts.skipped],
            [texts.drive.parts.failed, counts.failed],
          ]}
        />
      ))}
      {picking ? (
        <FolderBrowser
          busy={action.busy}
          error={action.error}
          choose={texts.drive.importFolder}
          onPick={pick}
          onClose={() => setPicking(false)}
        />
      ) : null}
    </section>
  );
}
