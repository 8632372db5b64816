/** @module The two ways to agree to a face search, equal to each other. Counts only for the wording that was read. */
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';

interface ConsentButtonsProps {
  /** Version of the wording that the server would record. */
  readonly version: string;
  readonly labels: { readonly acceptLater: string; readonly acceptOnce: string };
  readonly disabled: boolean;
  readonly onAgree: (keepLooking: boolean) => Promise<void>;
  /** What there is besides agreeing. */
  readonly children: (busy: boolean) => ReactNode;
}

export function ConsentButtons({ version, labels, disabled, onAgree, children }: ConsentButtonsProps) {
  const [later, once] = [useAction(), useAction()];
  const busy = later.busy || once.busy;
  if (version !== texts.guest.consent.version)
    return (
      <div className="notice" role="alert">
        <span>{texts.guest.consent.outdated}</span>
        <Button icon="retry" onClick={() => window.location.reload()}>
          {texts.common.reload}
        </Button>
      </div>
    );
  return (
    <>
      <div className="guest-actions">
        <Button
          look="primary"
          large
          busy={later.busy}
          disabled={busy || disabled}
          onClick={() => later.run(() => onAgree(true))}
        >
          {labels.acceptLater}
        </Button>
        <Button
          look="primary"
          large
          busy={once.busy}
          disabled={busy || disabled}
          onClick={() => once.run(() => onAgree(false))}
        >
          {labels.acceptOnce}
        </Button>
        {children(busy)}
      </div>
      <ErrorNotice error={later.error ?? once.error} />
    </>
  );
}
