/** @module What went wrong, and a way to continue. */
import { messageOf } from '../api/api.error.js';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';

interface ErrorNoticeProps {
  /** Anything thrown; null or undefined shows nothing. */
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export function ErrorNotice({ error, onRetry }: ErrorNoticeProps) {
  if (error === null || error === undefined) return null;
  return (
    <div className="notice notice-error" role="alert">
      <span>{messageOf(error)}</span>
      {onRetry ? (
        <Button icon="retry" onClick={onRetry}>
          {texts.common.retry}
        </Button>
      ) : null}
    </div>
  );
}

export function Loading() {
  return (
    <div className="centred" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="visually-hidden">{texts.common.loading}</span>
    </div>
  );
}
