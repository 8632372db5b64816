/** @module The selfie: by camera or by file; sent once, never kept by the page. */
import { useState } from 'react';
import { searchBySelfie } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { FilePicker } from '../ui/file.picker.js';
import { ErrorNotice } from '../ui/notice.js';
import { cameraOffered, type CameraProblem } from './camera.js';
import type { GuestAction, SelfieFault } from './guest.step.js';
import { SelfieCamera } from './selfie.camera.js';

const ACCEPT = 'image/*,.heic,.heif';

interface SelfiePageProps {
  readonly token: string;
  /** Why the previous selfie was not good enough. */
  readonly again: SelfieFault | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function SelfiePage({ token, again, dispatch }: SelfiePageProps) {
  const [cameraOn, setCameraOn] = useState(false);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const search = useAction();
  const wording = texts.guest.selfie;

  const send = (picture: Blob, fileName: string): void => {
    search.run(async () => {
      try {
        const { outcome } = await searchBySelfie(token, picture, fileName);
        dispatch({ kind: 'searched', outcome });
      } finally {
        setCameraOn(false);
      }
    });
  };

  return (
    <section className="stack selfie">
      <div>
        <h1>{wording.title}</h1>
        <p className="soft">{wording.hint}</p>
      </div>
      {again && !search.busy ? (
        <p className="notice" role="alert">
          {wording.again[again]}
        </p>
      ) : null}
      {problem ? (
        <p className="notice" role="alert">
          {wording[problem]}
        </p>
      ) : null}
      <ErrorNotice error={search.error} />
      {cameraOn ? (
        <SelfieCamera
          searching={search.busy}
          onCapture={(frame) => send(frame, 'selfie.jpg')}
          onProblem={(reason) => {
            setProblem(reason);
            setCameraOn(false);
          }}
        />
      ) : search.busy ? (
        <div className="selfie-search" role="status">
          <span className="spinner" aria-hidden="true" />
          <p className="selfie-search-title">{wording.searching}</p>
          <p className="soft">{wording.searchingHint}</p>
        </div>
      ) : (
        <Choices
          onCamera={() => {
            setProblem(null);
            setCameraOn(true);
          }}
          onFile={(file) => send(file, file.name)}
        />
      )}
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
