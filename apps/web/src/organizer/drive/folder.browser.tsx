/** @module Picks a folder of the connected Drive, level by level, with the way back to the top. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DriveFolder } from '@visage/contracts/drive-account.contract';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { connectionQuery, foldersQuery } from './drive.query.js';

interface FolderBrowserProps {
  readonly busy: boolean;
  readonly error: unknown;
  /** The button's text, given the folder's name. */
  readonly choose: (name: string) => string;
  readonly onPick: (folder: DriveFolder) => void;
  readonly onClose: () => void;
}

export function FolderBrowser({ busy, error: pickError, choose, onPick, onClose }: FolderBrowserProps) {
  const [way, setWay] = useState<readonly DriveFolder[]>([]);
  const here = way.at(-1);
  const { data, error, refetch } = useQuery(foldersQuery(here?.id));
  const { data: connection } = useQuery(connectionQuery);
  const top = connection?.account ? texts.drive.top : texts.drive.sharedTop;
  return (
    <Dialog title={texts.drive.pickTitle} onClose={onClose}>
      <nav aria-label={texts.drive.wayLabel} className="drive-way">
        <Button look="quiet" onClick={() => setWay([])} disabled={way.length === 0}>
          {top}
        </Button>
        {way.map((folder, index) => (
          <Button
            key={folder.id}
            look="quiet"
            icon="forward"
            aria-current={index === way.length - 1 ? 'location' : undefined}
            disabled={index === way.length - 1}
            onClick={() => setWay(way.slice(0, index + 1))}
          >
            {folder.name}
          </Button>
        ))}
      </nav>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {error === null && data ? (
        <ul className="drive-folders" aria-label={here?.name ?? top}>
          {data.folders.map((folder) => (
            <li key={`${folder.kind} ${folder.id}`}>
              <button type="button" className="drive-folder" onClick={() => setWay([...way, folder])}>
                <Icon
                  name={folder.kind === 'folder' ? 'folder' : folder.kind === 'shortcut' ? 'open' : 'person'}
                />
                <span className="drive-folder-name">{folder.name}</span>
                {folder.kind === 'folder' ? null : (
                  <span className="soft small">{texts.drive.kinds[folder.kind]}</span>
                )}
                <Icon name="forward" />
              </button>
            </li>
          ))}
          {data.folders.length === 0 ? (
            <li className="soft drive-none">
              {here || connection?.account ? texts.drive.noFolders : texts.drive.nothingShared}
            </li>
          ) : null}
        </ul>
      ) : error === null ? (
        <Loading />
      ) : null}
      <ErrorNotice error={pickError} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="primary" busy={busy} disabled={!here} onClick={() => (here ? onPick(here) : undefined)}>
          {here ? choose(here.name) : texts.drive.importNone}
        </Button>
      </div>
    </Dialog>
  );
}
