/** @module A picture of oneself is sent, perhaps again with the face that was chosen in it, and can be given up. */
import { useRef, useState } from 'react';
import type { Box } from '@visage/contracts/geometry.contract';
import type { SelfieOutcome } from '@visage/contracts/guest.contract';
import type { SelfieSending } from '../api/guest.api.js';
import { useAction } from '../ui/action.hook.js';

type Several = Extract<SelfieOutcome, { outcome: 'several' }>;
/** The faces of a picture that shows several. */
export type SeveralFaces = Several['faces'];

export interface SelfieSearch {
  /** How much of the picture has been sent; 100 while the server searches, null while nothing is under way. */
  readonly percent: number | null;
  readonly error: unknown;
  /** To choose from; empty while there is nothing to choose. */
  readonly faces: SeveralFaces;
  /** Searches with the picture that this gives. */
  readonly start: (picture: Promise<File>) => void;
  readonly choose: (face: Box) => void;
  /** Sends the same again, after an error. */
  readonly again: () => void;
  /** Back to how it was before. */
  readonly cancel: () => void;
  /** None of the faces: back to another picture. */
  readonly leaveFaces: () => void;
}

/** @param ask sends the picture; what it answers is told, but for the question which face is meant */
export function useSelfieSearch<Answer extends { outcome: string }>(
  ask: (selfie: File, sending: SelfieSending) => Promise<Answer | Several>,
  onAnswer: (answer: Answer) => void,
): SelfieSearch {
  const { busy, error, run } = useAction();
  const [percent, setPercent] = useState(0);
  const [faces, setFaces] = useState<SeveralFaces>([]);
  const last = useRef<{ picture: Promise<File>; face: Box | undefined } | null>(null);
  const underWay = useRef<AbortController | null>(null);

  const send = (picture: Promise<File>, face?: Box): void =>
    run(async () => {
      const giveUp = new AbortController();
      const { signal } = giveUp;
      underWay.current = giveUp;
      last.current = { picture, face };
      setPercent(0);
      try {
        const selfie = await picture;
        signal.throwIfAborted();
        const answer = await ask(selfie, { face, signal, onSent: setPercent });
        setFaces(isSeveral(answer) ? answer.faces : []);
        if (!isSeveral(answer)) onAnswer(answer);
      } catch (reason) {
        if (!signal.aborted) throw reason;
      }
    });

  return {
    ...{ percent: busy ? percent : null, error, faces },
    start: (picture) => send(picture),
    choose: (face) => last.current && send(last.current.picture, face),
    again: () => last.current && send(last.current.picture, last.current.face),
    cancel: () => underWay.current?.abort(),
    leaveFaces: () => setFaces([]),
  };
}

function isSeveral<Answer extends { outcome: string }>(answer: Answer | Several): answer is Several {
  return answer.outcome === 'several';
}
