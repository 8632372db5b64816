/** @module A new mirror: its direction, its album, its folder. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { DriveConnection, DriveFolder } from '@visage/contracts/drive-account.contract';
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import { createDriveMirror } from '../../api/drive-mirror.api.js';
import { texts } from '../../texts/texts.js';
import { useAction } from '../../ui/action.hook.js';
import { Button } from '../../ui/button.js';
import { ChoiceField } from '../../ui/choice.field.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { albumsQuery } from '../album/album.query.js';
import { FolderBrowser } from '../drive/folder.browser.js';
import { mirrorsQuery } from './mirror.query.js';
import { missingForMirror } from './mirror.draft.js';

type Use = NonNullable<DriveConnection['account']>['uses'][number];
const DIRECTIONS: readonly MirrorDirection[] = ['fromDrive', 'toDrive', 'both'];

interface MirrorFormProps {
  readonly eventId: string;
  readonly uses: readonly Use[];
  readonly byService: boolean;
  readonly onClose: () => void;
}

export function MirrorForm({ eventId, uses, byService, onClose }: MirrorFormProps) {
  const client = useQueryClient();
  const albumField = useId();
  const { data: albums } = useQuery(albumsQuery(eventId));
  const [direction, setDirection] = useState<MirrorDirection>('fromDrive');
  const [albumId, setAlbumId] = useState('');
  const [folder, setFolder] = useState<Pick<DriveFolder, 'id' | 'name'> | null>(null);
  const [picking, setPicking] = useState(false);
  const action = useAction();
  const wish = {
    direction,
    ...(albumId && { albumId }),
    ...(folder && { folder: { id: folder.id, name: folder.name } }),
  };
  const missing = missingForMirror(wish, uses, byService);
  const mayPick = uses.includes('import') || uses.includes('mirror');
  const make = (): void =>
    action.run(async () => {
      await createDriveMirror(eventId, wish);
      await client.invalidateQueries(mirrorsQuery(eventId));
      await client.invalidateQueries(albumsQuery(eventId));
      onClose();
    });
  if (picking) {
    const pick = ({ id, name }: DriveFolder): void => {
      setFolder({ id, name });
      setPicking(false);
    };
    return (
      <FolderBrowser
        busy={false}
        error={null}
        choose={texts.mirror.chooseFolder}
        onPick={pick}
        onClose={() => setPicking(false)}
      />
    );
  }
  return (
    <Dialog title={texts.mirror.createTitle} onClose={onClose}>
      <ChoiceField
        legend={texts.mirror.way}
        options={DIRECTIONS}
        labels={texts.mirror.directions}
        hints={texts.mirror.directionHints}
        value={direction}
        onChange={setDirection}
      />
      <div className="field">
        <label className="field-label" htmlFor={albumField}>
          {texts.mirror.album}
        </label>
        <select
          id={albumField}
          className="input"
          value={albumId}
          onChange={(event) => setAlbumId(event.target.value)}
        >
          <option value="">{texts.mirror.newAlbum}</option>
          {albums?.albums.map(({ id, name, photos }) => (
            <option key={id} value={id}>
              {texts.drive.album(name, photos)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <span className="field-label">{texts.mirror.folder}</span>
        <div className="row row-apart">
          <span className="mirror-folder">
            {folder?.name ??
              (direction === 'fromDrive' || byService ? texts.mirror.noFolder : texts.mirror.newFolder)}
          </span>
          <div className="row">
            {folder ? (
              <Button look="quiet" onClick={() => setFolder(null)}>
                {texts.mirror.clearFolder}
              </Button>
            ) : null}
            <Button icon="folder" disabled={!mayPick} onClick={() => setPicking(true)}>
              {texts.drive.pick}
            </Button>
          </div>
        </div>
      </div>
      {missing ? (
        <p className="notice">{texts.mirror.missing[missing]}</p>
      ) : (
        <p className="soft">{texts.mirror.firstLook}</p>
      )}
      <ErrorNotice error={action.error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="primary" busy={action.busy} disabled={missing !== null} onClick={make}>
          {texts.mirror.look}
        </Button>
      </div>
    </Dialog>
  );
}
