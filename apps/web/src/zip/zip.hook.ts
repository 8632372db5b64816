/** @module One download of photos at a time: in preparation, started, or refused. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Zip } from '@visage/contracts/zip.contract';
import { useAction } from '../ui/action.hook.js';
import { startDownload, whenReady, type ZipOrder } from './zip.order.js';

export interface ZipDownload {
  readonly busy: boolean;
  readonly error: unknown;
  /** The download started last. */
  readonly started: Zip | null;
  readonly start: (photoIds: readonly string[] | undefined, onStarted: () => void) => void;
}

export function useZip(order: ZipOrder): ZipDownload {
  const { busy, error, run } = useAction();
  const [started, setStarted] = useState<Zip | null>(null);
  const page = useRef<AbortController>(null);
  useEffect(() => {
    const controller = new AbortController();
    page.current = controller;
    return () => controller.abort();
  }, []);

  const start = useCallback<ZipDownload['start']>(
    (photoIds, onStarted) => {
      const signal = page.current?.signal;
      if (!signal) return;
      run(async () => {
        setStarted(null);
        const zip = await whenReady(() => order(photoIds), signal);
        startDownload(zip);
        setStarted(zip);
        onStarted();
      });
    },
    [order, run],
  );
  return { busy, error, started, start };
}
