/** @module Deleted events: restored, or erased for good. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import type { DriveCopy, TrashedEvent } from '@visage/contracts/trash.contract';
import { eraseEvent, restoreEvent } from '../../api/event.api.js';
import { texts } from '../../texts/texts.js';
import { formatDay } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ConfirmDialog } from '../../ui/confirm.dialog.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { ReceiptDialog, ReceiptList } from '../receipt/receipt.list.js';
import { receiptsQuery } from '../receipt/receipt.query.js';
import { eventsQuery, trashedEventsQuery } from '../event/event.query.js';

export function EventTrashPage() {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(trashedEventsQuery);
  const [erasing, setErasing] = useState<TrashedEvent | null>(null);
  const [copiesToo, setCopiesToo] = useState(false);
  const [receipt, setReceipt] = useState<IssuedReceipt | null>(null);
  useTitle(texts.trash.events);
  const changing = useMutation({
    mutationFn: async ({ id, erase }: { id: string; erase: boolean }) => {
      if (erase) return (await eraseEvent(id, copiesToo ? 'trash' : 'leave')).receipt;
      await restoreEvent(id);
      return null;
    },
    onSuccess: (issued) => {
      setErasing(null);
      setReceipt(issued);
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: receiptsQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: trashedEventsQuery.queryKey }),
        queryClient.invalidateQueries({ queryKey: eventsQuery.queryKey }),
      ]),
  });
  return (
    <>
      <header className="page-head">
        <div>
          <Link to="/events" className="back">
            <Icon name="back" />
            {texts.event.back}
          </Link>
          <h1>{texts.trash.events}</h1>
          <p className="soft">{texts.trash.hint}</p>
        </div>
      </header>
      <ErrorNotice error={error ?? changing.error} onRetry={() => void refetch()} />
      {data ? null : <Loading />}
      {data?.events.length === 0 ? (
        <div className="empty">
          <Icon name="trash" />
          <h2>{texts.trash.empty}</h2>
        </div>
      ) : null}
      <ul role="list" className="stack">
        {data?.events.map((event) => (
          <li key={event.id} className="card row row-apart">
            <div>
              <p>
                <strong>{event.name}</strong>
              </p>
              <p className="soft small">
                {texts.trash.facts(event.photos, formatDay(event.deletedAt.slice(0, 10)))}
              </p>
            </div>
            <div className="row">
              <Button
                icon="retry"
                busy={changing.isPending && erasing === null}
                aria-label={texts.trash.restoreEvent(event.name)}
                onClick={() => changing.mutate({ id: event.id, erase: false })}
              >
                {texts.trash.bringBack}
              </Button>
              <Button
                look="quiet-danger"
                icon="trash"
                aria-label={texts.trash.eraseEvent(event.name)}
                onClick={() => {
                  setCopiesToo(false);
                  setErasing(event);
                }}
              />
            </div>
          </li>
        ))}
      </ul>
      {erasing ? (
        <ConfirmDialog
          title={texts.trash.eraseTitle}
          warning={texts.trash.eraseWarning}
          action={texts.trash.eraseEvent(erasing.name)}
          busy={changing.isPending}
          error={changing.error}
          onConfirm={() => changing.mutate({ id: erasing.id, erase: true })}
          onClose={() => setErasing(null)}
        >
          <DriveCopies copies={erasing.driveCopies} too={copiesToo} onToo={setCopiesToo} />
        </ConfirmDialog>
      ) : null}
      {receipt ? <ReceiptDialog issued={receipt} onClose={() => setReceipt(null)} /> : null}
      <ReceiptList />
    </>
  );
}

interface DriveCopiesProps {
  readonly copies: readonly DriveCopy[];
  readonly too: boolean;
  readonly onToo: (too: boolean) => void;
}

function DriveCopies({ copies, too, onToo }: DriveCopiesProps) {
  if (copies.length === 0) return null;
  const removable = copies.filter((copy) => copy.removable).length;
  return (
    <>
      <p>{texts.trash.driveCopies}</p>
      <ul>
        {copies.map(({ folderId, folderName, account }) => (
          <li key={folderId}>
            <a href={`https://drive.google.com/drive/folders/${folderId}`} target="_blank" rel="noreferrer">
              {texts.trash.driveCopy(folderName, account)}
            </a>
          </li>
        ))}
      </ul>
      {removable > 0 ? (
        <label className="check">
          <input type="checkbox" checked={too} onChange={({ target }) => onToo(target.checked)} />
          <span>{texts.trash.driveCopiesToTrash(removable)}</span>
        </label>
      ) : null}
    </>
  );
}
