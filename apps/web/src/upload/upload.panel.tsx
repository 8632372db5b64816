/** @module Adding photos: drop zone, file and folder picker, and the queue. */
import './upload.css';
import { type DragEvent, useState, useSyncExternalStore } from 'react';
import { texts } from '../texts/texts.js';
import { FilePicker } from '../ui/file.picker.js';
import { Icon } from '../ui/icon.js';
import { droppedFiles, pickedFolder } from './dropped.files.js';
import { photosOfFolder } from './photo.files.js';
import { UploadRows } from './upload.list.js';
import { uploaderOf } from './upload.registry.js';
import type { FileToSend } from './uploader.js';

const ACCEPT = 'image/*,.heic,.heif,.hif,.avif,.jxl,.dng,.nef,.arw,.cr2,.pef,.srw';

interface UploadPanelProps {
  /** Where uploads are created. */
  readonly endpoint: string;
  /** Whether folders are accepted, each as an album. */
  readonly folders?: boolean;
}

export function UploadPanel({ endpoint, folders = true }: UploadPanelProps) {
  const uploader = uploaderOf(endpoint);
  const list = useSyncExternalStore(uploader.subscribe, uploader.snapshot);
  const [over, setOver] = useState(false);
  const [skipped, setSkipped] = useState(0);

  const add = (files: readonly File[]): void => uploader.add(files.map((file) => ({ file, album: '' })));
  const addFolder = (files: readonly FileToSend[]): void => {
    const folder = photosOfFolder(files);
    setSkipped(folder.skipped);
    uploader.add(folder.photos);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(
      ({ files, fromFolders }) => {
        add(files);
        addFolder(fromFolders);
      },
      // A folder that vanished while it was read: its files cannot be named.
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
        <p className="drop-zone-title">
          {over ? texts.upload.dropNow : folders ? texts.upload.drop : texts.upload.dropPhotos}
        </p>
        <p className="soft small">{texts.upload.formats}</p>
        <div className="row drop-zone-buttons">
          <FilePicker label={texts.upload.chooseFiles} icon="image" accept={ACCEPT} multiple onFiles={add} />
          {folders ? (
            <FilePicker
              label={texts.upload.chooseFolder}
              icon="folder"
              folder
              multiple
              onFiles={(files) => addFolder(pickedFolder(files))}
            />
          ) : null}
        </div>
      </div>
      {skipped > 0 ? (
        <p className="soft small upload-skipped" role="status">
          {texts.upload.skipped(skipped)}
        </p>
      ) : null}
      {list.rows.length > 0 ? <UploadRows list={list} uploader={uploader} /> : null}
    </section>
  );
}
