/** @module A page that could not be opened: no server, no code, or a bug. */
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ApiError } from '../api/api.error.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { Crashed } from '../ui/error.boundary.js';

export function RouteErrorPage({ error }: ErrorComponentProps) {
  if (!(error instanceof ApiError)) return <Crashed />;
  return (
    <main className="centred" role="alert">
      <h1>{error.message}</h1>
      <Button look="primary" icon="retry" onClick={() => window.location.reload()}>
        {texts.common.retry}
      </Button>
    </main>
  );
}
