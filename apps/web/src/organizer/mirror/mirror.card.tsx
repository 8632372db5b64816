/** @module One mirror: its state, its question, its history. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriveMirror, DriveMirrorUpdate } from '@visage/contracts/drive-mirror.contract';
import { removeDriveMirror, tellDriveMirror } from '../../api/drive-mirror.api.js';
import { texts } from '../../texts/texts.js';
import { formatCount } from '../../texts/format.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { MirrorLines } from './mirror.lines.js';
import { MirrorQuestion } from './mirror.question.js';
import { mirrorsQuery } from './mirror.query.js';

export function MirrorCard({ eventId, mirror }: { eventId: string; mirror: DriveMirror }) {
  const { id, album, folderName, direction, state, error, checkedAt, counts } = mirror;
  const client = useQueryClient();
  const action = useAction();
  const [ending, setEnding] = useState(false);
  const tell = (command: DriveMirrorUpdate['command']): void =>
    action.run(async () => {
      try {
        await tellDriveMirror(eventId, id, command);
      } finally {
        await client.invalidateQueries(mirrorsQuery(eventId));
      }
    });
  const end = (): void =>
    action.run(async () => {
      await removeDriveMirror(eventId, id);
      await client.invalidateQueries(mirrorsQuery(eventId));
    });
  const parts = [
    [texts.mirror.counts.linked, counts.linked],
    [texts.mirror.counts.failed, counts.failed],
    [texts.mirror.counts.withheld, counts.withheld],
    [texts.mirror.counts.lost, counts.lost],
  ] as const;
  return (
    <article className="card stack drive-run" aria-label={texts.mirror.name(album.name, folderName)}>
      <div className="row row-apart">
        <div>
          <h3 className="drive-run-name">{texts.mirror.sentence[direction](album.name, folderName)}</h3>
          <p className="soft small">
            {checkedAt === null ? texts.mirror.neverChecked : texts.mirror.checked(checkedAt)}
          </p>
        </div>
        <span className="soft" role="status">
          {texts.mirror.states[state]}
        </span>
      </div>
      {state === 'asking' ? (
        <MirrorQuestion eventId={eventId} mirror={mirror} busy={action.busy} onTell={tell} />
      ) : (
        <dl className="drive-parts">
          {parts
            .filter(([, count], index) => index === 0 || count > 0)
            .map(([label, count]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{formatCount(count)}</dd>
              </div>
            ))}
        </dl>
      )}
      {error === null ? null : <p className="notice notice-error">{error}</p>}
      <ErrorNotice error={action.error} />
      <div className="row">
        {state === 'active' ? (
          <>
            <Button icon="retry" busy={action.busy} onClick={() => tell('check')}>
              {texts.mirror.checkNow}
            </Button>
            <Button busy={action.busy} onClick={() => tell('pause')}>
              {texts.mirror.pause}
            </Button>
          </>
        ) : null}
        {state === 'paused' || state === 'stopped' ? (
          <>
            <Button look="primary" busy={action.busy} onClick={() => tell('run')}>
              {texts.mirror.resume}
            </Button>
            <Button busy={action.busy} onClick={() => tell('look')}>
              {texts.mirror.look}
            </Button>
          </>
        ) : null}
        <Button look="quiet-danger" disabled={action.busy} onClick={() => setEnding(true)}>
          {texts.mirror.end}
        </Button>
      </div>
      <MirrorLines eventId={eventId} mirror={mirror} of="history" />
      {ending ? (
        <ConfirmDialog
          title={texts.mirror.endTitle}
          warning={texts.mirror.endWarning}
          action={texts.mirror.end}
          busy={action.busy}
          error={action.error}
          onConfirm={end}
          onClose={() => setEnding(false)}
        />
      ) : null}
    </article>
  );
}
