/** @module Adding photos: drop zone, file and folder picker, and the queue. */
import './upload.css';
import { type DragEvent, useState, useSyncExternalStore } from 'react';
import { texts } from '../../texts/texts.js';
import { FilePicker } from '../../ui/file.picker.js';
import { Icon } from '../../ui/icon.js';
import { droppedFiles } from './dropped.files.js';
import { photosOfFolder } from './photo.files.js';
import { UploadList } from './upload.list.js';
import { uploadStoreOf } from './upload.registry.js';

const ACCEPT = 'image/*,.heic,.heif,.hif,.avif,.jxl';

export function UploadPanel({ eventId }: { eventId: string }) {
  const store = uploadStoreOf(eventId);
  const queue = useSyncExternalStore(store.subscribe, store.snapshot);
  const [over, setOver] = useState(false);
  const [skipped, setSkipped] = useState(0);

  const add = (files: readonly File[]): void => store.dispatch({ kind: 'added', files });
  const addFolder = (files: readonly File[]): void => {
    const folder = photosOfFolder(files);
    setSkipped(folder.skipped);
    add(folder.photos);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(
      ({ files, fromFolders }) => {
        add(files);
        addFolder(fromFolders);
      },
      // A folder that vanished while it was read: what it held cannot be named.
      () => setSkipped(1),
    );
  };

  return (
    <section aria-labelledby="upload-title">
      <h2 id="upload-title" className="visually-hidden">
        {texts.upload.title}
      </h2>
      <div
        className="drop-zone"
        data-over={over || undefined}
        data-testid="drop-zone"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={(event) => {
          const inside =
            event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
          if (!inside) setOver(false);
        }}
        onDrop={drop}
      >
        <Icon name="upload" />
        <p className="drop-zone-title">{over ? texts.upload.dropNow : texts.upload.drop}</p>
        <p className="soft small">{texts.upload.formats}</p>
        <div className="row drop-zone-buttons">
          <FilePicker label={texts.upload.chooseFiles} icon="image" accept={ACCEPT} multiple onFiles={add} />
          <FilePicker label={texts.upload.chooseFolder} icon="folder" folder multiple onFiles={addFolder} />
        </div>
      </div>
      {skipped > 0 ? (
        <p className="soft small upload-skipped" role="status">
          {texts.upload.skipped(skipped)}
        </p>
      ) : null}
      {queue.uploads.length > 0 ? <UploadList queue={queue} dispatch={store.dispatch} /> : null}
    </section>
  );
}
