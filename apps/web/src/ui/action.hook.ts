/** @module One action at a time, with its busy state and its error. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Action {
  readonly busy: boolean;
  readonly error: unknown;
  /** Runs the work; keeps its error to be shown. A second call while busy is ignored. */
  readonly run: (work: () => Promise<void>) => void;
}

export function useAction(): Action {
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const running = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const run = useCallback((work: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true, error: null });
    const settle = (error: unknown): void => {
      running.current = false;
      if (mounted.current) setState({ busy: false, error });
    };
    work().then(() => settle(null), settle);
  }, []);
  return { ...state, run };
}
