/** @module The selfie: by camera or by file; the page keeps it only until it was searched for. */
import { useState } from 'react';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import { mayPass } from '../api/api.error.js';
import { formatPercent } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { FilePicker } from '../ui/file.picker.js';
import { ErrorNotice } from '../ui/notice.js';
import { ProgressBar } from '../ui/progress.bar.js';
import { cameraOffered, type CameraProblem } from './camera.js';
import { type GuestAction, stepWithoutSearch, type WhyAgain } from './guest.step.js';
import { useSelfieSearch } from './selfie-search.hook.js';
import { SelfieCamera } from './selfie.camera.js';
import { SelfieFaces } from './selfie.faces.js';
import { pictureOfFile } from './selfie.picture.js';

const ACCEPT = 'image/*,.heic,.heif';

interface SelfiePageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Null = the guest. */
  readonly forWhom: FamilyMember | null;
  /** Why the previous selfie was not good enough. */
  readonly again: WhyAgain | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function SelfiePage({ token, welcome, forWhom, again, dispatch }: SelfiePageProps) {
  const [cameraOn, setCameraOn] = useState(false);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const search = useSelfieSearch(token, forWhom?.id, dispatch);
  const wording = texts.guest.selfie;

  if (search.percent !== null) return <Searching percent={search.percent} onCancel={search.cancel} />;
  const error = (
    <ErrorNotice error={search.error} {...(mayPass(search.error) && { onRetry: search.again })} />
  );
  if (search.faces.length > 0) {
    return (
      <SelfieFaces
        who={forWhom?.name ?? null}
        faces={search.faces}
        onChoose={search.choose}
        onNone={search.leaveFaces}
      >
        {error}
      </SelfieFaces>
    );
  }
  return (
    <section className="stack selfie">
      <div>
        <h1>{forWhom ? texts.guest.family.selfie(forWhom.name ?? '') : wording.title}</h1>
        <p className="soft">{wording.hint}</p>
      </div>
      {again && search.error === null ? (
        <p className="notice" role="alert">
          {wording.again[again]}
        </p>
      ) : null}
      {problem ? (
        <p className="notice" role="alert">
          {wording[problem]}
        </p>
      ) : null}
      {error}
      {cameraOn ? (
        <SelfieCamera
          onCapture={(frame) => {
            setCameraOn(false);
            search.start(Promise.resolve(frame));
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
          onFile={(file) => search.start(pictureOfFile(file))}
        />
      )}
      {stepWithoutSearch(welcome).kind === 'nothing' ? null : (
        <Button look="quiet" onClick={() => dispatch({ kind: 'browse' })}>
          {wording.back}
        </Button>
      )}
    </section>
  );
}

function Searching({ percent, onCancel }: { percent: number; onCancel: () => void }) {
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
