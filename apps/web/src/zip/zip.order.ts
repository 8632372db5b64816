/**
 * @module Orders an archive and hands it to the browser, which downloads it without this page and resumes by itself.
 */
import type { Zip } from '@visage/contracts/zip.contract';
import { ApiError } from '../api/api.error.js';

/** Orders all photos of a page, or those named. */
export type ZipOrder = (photoIds?: readonly string[]) => Promise<Zip>;

const RETRY_MS = 1000;

/**
 * Photos of old events are read once before their first download; the server says so and is polled until it is done.
 * @throws the signal's reason if the page was left.
 */
export async function whenReady(
  ask: () => Promise<Zip>,
  signal: AbortSignal,
  wait: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, RETRY_MS)),
): Promise<Zip> {
  for (;;) {
    try {
      const zip = await ask();
      signal.throwIfAborted();
      return zip;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'zip-preparing') throw error;
    }
    await wait();
    signal.throwIfAborted();
  }
}

/** With a name, a refusal shows among the browser's downloads instead of replacing the page. */
export function startDownload({ url, fileName }: Zip): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}
