/** @module Says what came of a guest's statement about a photo, with a way to undo it. */
import { useEffect, useRef } from 'react';
import { takeBackWord } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import type { GuestStatement } from './guest.viewer.js';

interface StatementNoticeProps {
  readonly token: string;
  readonly statement: GuestStatement;
  readonly onUndone: () => void;
  readonly onClose: () => void;
}

export function StatementNotice({
  token,
  statement: { photo, about, said },
  onUndone,
  onClose,
}: StatementNoticeProps) {
  const ref = useRef<HTMLDivElement>(null);
  const undoing = useAction();
  // the photo, which had the focus, may be gone
  useEffect(() => ref.current?.focus(), []);
  const undo = (): void =>
    undoing.run(async () => {
      await takeBackWord(token, photo.id, about);
      onUndone();
    });
  return (
    <div ref={ref} className="card row row-apart word-notice" role="status" tabIndex={-1}>
      <p>{sentenceOf(said, photo.fileName, about.name)}</p>
      <div className="row">
        <Button icon="retry" busy={undoing.busy} onClick={undo}>
          {texts.guest.correct.undo}
        </Button>
        <Button look="quiet" icon="close" aria-label={texts.guest.correct.close} onClick={onClose} />
      </div>
      <ErrorNotice error={undoing.error} />
    </div>
  );
}

function sentenceOf(said: GuestStatement['said'], name: string, who: string | null): string {
  switch (said) {
    case 'notMe':
      return texts.guest.correct.gone(name, who);
    case 'added':
      return texts.guest.correct.added(name, who);
    case 'waiting':
      return texts.guest.correct.asked(name, who);
  }
}
