/** @module "Which one is you?": the faces of a selfie that shows several people. */
import type { ReactNode } from 'react';
import type { Box } from '@visage/contracts/geometry.contract';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import type { SeveralFaces } from './selfie-search.hook.js';

interface SelfieFacesProps {
  /** Who is looked for; null = the guest. */
  readonly who: string | null;
  readonly faces: SeveralFaces;
  readonly onChoose: (face: Box) => void;
  readonly onNone: () => void;
  /** What went wrong with a choice. */
  readonly children: ReactNode;
}

export function SelfieFaces({ who, faces, onChoose, onNone, children }: SelfieFacesProps) {
  const { title, hint, face, none } = texts.guest.several;
  return (
    <section className="stack selfie">
      <div>
        <h1>{title(who)}</h1>
        <p className="soft">{hint}</p>
      </div>
      {children}
      <div className="selfie-faces">
        {faces.map(({ box, crop }, index) => (
          <button key={box.join()} type="button" className="selfie-face" onClick={() => onChoose(box)}>
            <img src={`data:image/webp;base64,${crop}`} alt={face(index + 1, faces.length)} />
          </button>
        ))}
      </div>
      <Button icon="camera" onClick={onNone}>
        {none}
      </Button>
    </section>
  );
}
