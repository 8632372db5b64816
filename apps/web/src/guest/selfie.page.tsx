/** @module The selfie: by camera or by file; sent once, never kept by the page. */
import { type ChangeEvent, useId, useState } from 'react';
import { searchBySelfie } from '../api/guest.api.js';
import { texts } from '../texts/en.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { ErrorNotice } from '../ui/notice.js';
import { cameraOffered, type CameraProblem } from './camera.js';
import type { GuestAction } from './guest.step.js';
import { SelfieCamera } from './selfie.camera.js';

const ACCEPT = 'image/*,.heic,.heif';

interface SelfiePageProps {
  readonly token: string;
  /** Why the selfie before was not good enough. */
  readonly again: 'no-face' | 'poor-quality' | null;
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
          {again === 'no-face' ? wording.noFace : wording.poorQuality}
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

function Choices({ onCamera, onFile }: { onCamera: () => void; onFile: (file: File) => void }) {
  const offered = cameraOffered();
  return (
    <div className="guest-actions">
      {offered ? (
        <Button look="primary" large icon="camera" onClick={onCamera}>
          {texts.guest.selfie.camera}
        </Button>
      ) : (
        <PictureInput label={texts.guest.selfie.phoneCamera} primary onFile={onFile} />
      )}
      <PictureInput label={texts.guest.selfie.file} onFile={onFile} />
    </div>
  );
}

interface PictureInputProps {
  readonly label: string;
  /** The main choice: opens the front camera of a phone even where the page may not use it. */
  readonly primary?: boolean;
  readonly onFile: (file: File) => void;
}

function PictureInput({ label, primary = false, onFile }: PictureInputProps) {
  const id = useId();
  const pick = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.currentTarget.files?.[0];
    event.currentTarget.value = '';
    if (file) onFile(file);
  };
  return (
    <span className="picker">
      <input
        id={id}
        type="file"
        accept={ACCEPT}
        className="picker-input"
        onChange={pick}
        {...(primary ? { capture: 'user' as const } : {})}
      />
      <label htmlFor={id} className={primary ? 'button button-primary button-large' : 'button'}>
        <Icon name={primary ? 'camera' : 'image'} />
        {label}
      </label>
    </span>
  );
}
