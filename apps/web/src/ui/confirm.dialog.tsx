/** @module One question before something that cannot be undone. */
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { ErrorNotice } from './notice.js';

interface ConfirmProps {
  readonly title: string;
  readonly warning: string;
  /** What else there is to know, or to choose. */
  readonly children?: ReactNode;
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function ConfirmDialog({
  title,
  warning,
  children,
  action,
  busy,
  error,
  onConfirm,
  onClose,
}: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{warning}</p>
      {children}
      <ErrorNotice error={error} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.cancel}</Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
