/** @module The open photo in the address (`#photo=<id>`), so that "back" on a phone closes it. */
import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = '#photo=';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  window.addEventListener('popstate', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
    window.removeEventListener('popstate', onChange);
  };
}

const currentId = (): string | null => {
  const { hash } = window.location;
  return hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : null;
};

export interface OpenPhoto {
  readonly id: string | null;
  readonly open: (photoId: string) => void;
  readonly move: (photoId: string) => void;
  readonly close: () => void;
}

export function useOpenPhoto(): OpenPhoto {
  const id = useSyncExternalStore(subscribe, currentId);
  const open = useCallback((photoId: string) => {
    window.location.hash = `${PREFIX.slice(1)}${photoId}`;
  }, []);
  const move = useCallback((photoId: string) => {
    window.history.replaceState(null, '', `${PREFIX}${photoId}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  const close = useCallback(() => {
    window.history.replaceState(null, '', window.location.pathname);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, []);
  return { id, open, move, close };
}
