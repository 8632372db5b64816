/** @module The camera's picture, mirrored as in a mirror, with an oval for the face. */
import { useEffect, useRef, useState } from 'react';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { type CameraProblem, cameraProblemOf, startCamera, stopCamera } from './camera.js';
import { pictureOfFrame } from './selfie.picture.js';

interface SelfieCameraProps {
  readonly onCapture: (frame: File) => void;
  readonly onProblem: (problem: CameraProblem) => void;
}

export function SelfieCamera({ onCapture, onProblem }: SelfieCameraProps) {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const [state, setState] = useState<'starting' | 'live' | 'taken'>('starting');
  const report = useRef(onProblem);
  useEffect(() => {
    report.current = onProblem;
  }, [onProblem]);

  useEffect(() => {
    let left = false;
    const begin = async (): Promise<void> => {
      const started = await startCamera();
      // The guest left while permission was being asked: the camera's light must not stay on.
      if (left) return stopCamera(started);
      stream.current = started;
      if (video.current === null) return;
      video.current.srcObject = started;
      await video.current.play();
      setState('live');
    };
    begin().catch((error: unknown) => {
      if (!left) report.current(cameraProblemOf(error));
    });
    return () => {
      left = true;
      if (stream.current) stopCamera(stream.current);
    };
  }, []);

  const take = (): void => {
    if (video.current === null) return;
    video.current.pause();
    setState('taken');
    pictureOfFrame(video.current).then(onCapture, (error: unknown) => report.current(cameraProblemOf(error)));
  };

  return (
    <div className="stack">
      <div className="camera">
        <video
          ref={video}
          className="camera-picture"
          aria-label={texts.guest.selfie.preview}
          playsInline
          muted
        />
        <svg
          className="camera-oval"
          viewBox="0 0 300 400"
          preserveAspectRatio="xMidYMid slice"
          aria-hidden="true"
        >
          <path
            className="camera-shade"
            d="M-400-400h1100v1200h-1100zM150 60c-62 0-100 55-100 130s45 150 100 150 100-75 100-150S212 60 150 60z"
          />
          <path
            className="camera-line"
            d="M150 60c-62 0-100 55-100 130s45 150 100 150 100-75 100-150S212 60 150 60z"
          />
        </svg>
        <p className="camera-status" role="status">
          {state === 'starting' ? texts.guest.selfie.starting : texts.guest.selfie.oval}
        </p>
      </div>
      <div className="guest-actions">
        <Button look="primary" large icon="camera" disabled={state !== 'live'} onClick={take}>
          {texts.guest.selfie.capture}
        </Button>
      </div>
    </div>
  );
}
