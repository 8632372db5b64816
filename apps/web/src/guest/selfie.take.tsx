/** @module A picture of oneself, by camera or by file; and what is shown while it is on its way. */
import { useState } from 'react';
import { formatPercent } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { FilePicker } from '../ui/file.picker.js';
import { ProgressBar } from '../ui/progress.bar.js';
import { cameraOffered, type CameraProblem } from './camera.js';
import { SelfieCamera } from './selfie.camera.js';
import { pictureOfFile } from './selfie.picture.js';

const ACCEPT = 'image/*,.heic,.heif';

export function SelfieTake({ onPicture }: { onPicture: (picture: Promise<File>) => void }) {
  const [cameraOn, setCameraOn] = useState(false);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  return (
    <>
      {problem ? (
        <p className="notice" role="alert">
          {texts.guest.selfie[problem]}
        </p>
      ) : null}
      {cameraOn ? (
        <SelfieCamera
          onCapture={(frame) => {
            setCameraOn(false);
            onPicture(Promise.resolve(frame));
          }}
          onProblem={(reason) => {
            setProblem(reason);
            setCameraOn(false);
          }}
        />
      ) : (
        <Choices
          onCamera={() => {
            setProblem(null);
            setCameraOn(true);
          }}
          onFile={(file) => onPicture(pictureOfFile(file))}
        />
      )}
    </>
  );
}

export function SelfieSending({ percent, onCancel }: { percent: number; onCancel: () => void }) {
  const wording = texts.guest.selfie;
  const sent = percent === 100;
  return (
    <section className="selfie selfie-search">
      <span className="spinner" aria-hidden="true" />
      <div role="status">
        <h1 className="selfie-search-title">{sent ? wording.searching : wording.sending}</h1>
        <p className="soft">{sent ? wording.searchingHint : formatPercent(percent)}</p>
      </div>
      {sent ? null : <ProgressBar label={wording.sending} percent={percent} />}
      <Button onClick={onCancel}>{texts.common.cancel}</Button>
    </section>
  );
}

/** If the page may not use the camera, a file input that opens the phone's own camera comes first. */
function Choices({ onCamera, onFile }: { onCamera: () => void; onFile: (file: File) => void }) {
  const wording = texts.guest.selfie;
  const pick = (files: File[]): void => {
    const [file] = files;
    if (file) onFile(file);
  };
  return (
    <div className="guest-actions">
      {cameraOffered() ? (
        <Button look="primary" large icon="camera" onClick={onCamera}>
          {wording.camera}
        </Button>
      ) : (
        <FilePicker
          label={wording.phoneCamera}
          icon="camera"
          look="primary"
          accept={ACCEPT}
          capture="user"
          onFiles={pick}
        />
      )}
      <FilePicker label={wording.file} icon="image" accept={ACCEPT} onFiles={pick} />
    </div>
  );
}
