/** @module A page that crashed says so, instead of turning white. */
import { Component, type ReactNode } from 'react';
import { texts } from '../texts/texts.js';
import { Button } from './button.js';

export function Crashed() {
  return (
    <main className="centred" role="alert">
      <h1>{texts.common.crashed}</h1>
      <p className="soft">{texts.common.crashedHint}</p>
      <Button look="primary" icon="retry" onClick={() => window.location.reload()}>
        {texts.common.reload}
      </Button>
    </main>
  );
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override readonly state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <Crashed /> : this.props.children;
  }
}
