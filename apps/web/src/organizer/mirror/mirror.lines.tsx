/** @module The lines of a mirror, each photo by name: what would happen, or what happened and can be undone. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  mirrorStepSchema,
  type DriveMirror,
  type DriveMirrorLine,
} from '@visage/contracts/drive-mirror.contract';
import { undoMirrorLine } from '../../api/drive-mirror.api.js';
import { texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { mirrorLinesQuery } from './mirror.query.js';

interface MirrorLinesProps {
  readonly eventId: string;
  readonly mirror: DriveMirror;
  readonly of: 'plan' | 'history';
}

export function MirrorLines({ eventId, mirror, of }: MirrorLinesProps) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{of === 'plan' ? texts.mirror.planTitle : texts.mirror.historyTitle}</summary>
      {open ? <OpenLines eventId={eventId} mirror={mirror} of={of} /> : null}
    </details>
  );
}

function OpenLines({ eventId, mirror, of }: MirrorLinesProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    mirrorLinesQuery(eventId, mirror, of),
  );
  const lines = data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data && lines.length === 0 ? <p className="soft">{texts.mirror.noLines}</p> : null}
      <ol role="list" className="mirror-lines">
        {lines.map((line) => (
          <MirrorLine
            key={line.id}
            eventId={eventId}
            mirrorId={mirror.id}
            line={line}
            dated={of === 'history'}
          />
        ))}
      </ol>
      {hasNextPage ? (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.mirror.moreLines}
        </Button>
      ) : null}
    </>
  );
}

interface MirrorLineProps {
  readonly eventId: string;
  readonly mirrorId: string;
  readonly line: DriveMirrorLine;
  readonly dated: boolean;
}

function MirrorLine({ eventId, mirrorId, line, dated }: MirrorLineProps) {
  const { kind, name, formerName, state, conflict, reason, at, undoable } = line;
  const client = useQueryClient();
  const undoing = useAction();
  const undo = (): void =>
    undoing.run(async () => {
      await undoMirrorLine(eventId, mirrorId, line.id);
      await client.invalidateQueries({ queryKey: ['event', eventId, 'drive-mirror-lines', mirrorId] });
    });
  const step = mirrorStepSchema.safeParse(kind).data;
  const told =
    !dated && step
      ? texts.mirror.planned[step](name, formerName)
      : texts.mirror.lines[kind](name, formerName);
  return (
    <li className={state === 'undone' ? 'mirror-undone' : undefined}>
      <div className="mirror-told">
        <span>{state === 'failed' ? texts.mirror.failedLine(told) : told}</span>
        {conflict ? <span className="soft small">{texts.mirror.conflict}</span> : null}
        {reason === null ? null : <span className="soft small">{reason}</span>}
        {dated ? (
          <span className="soft small">
            {formatMoment(at)}
            {state === 'undone' || state === 'undoing' ? ` · ${texts.mirror.lineStates[state]}` : ''}
          </span>
        ) : null}
        <ErrorNotice error={undoing.error} />
      </div>
      {undoable ? (
        <Button
          look="quiet"
          busy={undoing.busy}
          onClick={undo}
          aria-label={texts.mirror.undoLabel(kind, name)}
        >
          {texts.mirror.undo(kind)}
        </Button>
      ) : null}
    </li>
  );
}
