/** @module The bytes of a file, whole or a range of them, with the faults that affect bodies. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DriveFaultAction } from './drive.faults.js';
import type { DriveEntry } from './drive.files.js';
import { DriveRefused } from './drive.wire.js';

const PIECES = 8;

/** @throws DriveRefused 403 for a file without bytes, 416 for a range beyond the end. */
export async function sendMedia(
  entry: DriveEntry,
  request: IncomingMessage,
  response: ServerResponse,
  fault: DriveFaultAction | undefined,
): Promise<void> {
  if (entry.content === null)
    throw new DriveRefused(403, 'fileNotDownloadable', 'Only files with binary content can be downloaded.');
  const { start, end, partial } = rangeOf(request.headers.range, entry.content.length);
  const body = Buffer.from(entry.content.subarray(start, end));
  if (fault && 'corrupt' in fault && body.length > 0)
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
  response.writeHead(partial ? 206 : 200, {
    'content-type': entry.mimeType,
    'content-length': body.length,
    ...(partial && { 'content-range': `bytes ${start}-${end - 1}/${entry.content.length}` }),
  });
  if (fault && 'cut' in fault && fault.cut === 'body') {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
    return;
  }
  if (fault && 'slowMs' in fault) {
    const step = Math.max(1, Math.ceil(body.length / PIECES));
    for (let at = 0; at < body.length && !response.destroyed; at += step) {
      response.write(body.subarray(at, at + step));
      await sleep(fault.slowMs);
    }
    response.end();
    return;
  }
  response.end(body);
}

function rangeOf(header: string | undefined, size: number): { start: number; end: number; partial: boolean } {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found) return { start: 0, end: size, partial: false };
  const [, from = '', to = ''] = found;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  if (start >= size || end <= start)
    throw new DriveRefused(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  return { start, end, partial: true };
}
