/** @module The files of a multipart form, one after the other as they arrive; nothing is held in memory or on disk. */
import { PassThrough, type Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { ProblemError } from '../http/problem.error.js';
import { safeFileName } from './file.name.js';

export interface ArrivingFile {
  fileName: string;
  /** Errs when the form breaks off. Reading it only in part is fine: the rest is passed over. */
  stream: Readable;
}

export interface MultipartLimits {
  maxFiles: number;
}

/**
 * Calls `take` for each file of the form, whatever its field is called, and answers what the calls gave, in the order sent.
 * @throws ProblemError 415 when the body is no multipart form, 400 when the form breaks off or has no file.
 */
export async function readFiles<T>(
  request: Request,
  { maxFiles }: MultipartLimits,
  take: (file: ArrivingFile) => Promise<T>,
): Promise<T[]> {
  const form = formOf(request, maxFiles);
  const taken: Promise<T>[] = [];
  const streams: PassThrough[] = [];
  let tooMany = false;
  form.on('file', (_field, file, filename) => {
    const stream = detached(file);
    streams.push(stream);
    const result = take({ fileName: safeFileName(filename), stream });
    result.catch(() => undefined); // awaited below; until then a failure is not unhandled
    taken.push(result);
  });
  form.on('filesLimit', () => (tooMany = true));
  form.on('error', (cause) => {
    // at once: in its next step the parser ends the file that broke off as if it were whole
    for (const stream of streams) {
      if (!stream.writableEnded) stream.destroy(new Error('the form broke off', { cause }));
    }
  });
  try {
    await parsed(request, form);
  } catch (cause) {
    await Promise.allSettled(taken);
    if (cause instanceof ProblemError) throw cause;
    throw new ProblemError(
      400,
      'broken-form',
      'The upload broke off or is no valid form. Please send it again.',
      { cause },
    );
  }
  const results = await Promise.all(taken);
  if (tooMany) throw new ProblemError(413, 'too-many-files', `Send at most ${maxFiles} files in one form.`);
  if (results.length === 0) throw new ProblemError(400, 'no-file', 'The form holds no file.');
  return results;
}

function formOf(request: Request, maxFiles: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': request.headers['content-type'] ?? '' },
      limits: { files: maxFiles, fields: 100 },
    });
  } catch (cause) {
    throw new ProblemError(415, 'not-a-form', 'Send the files as multipart/form-data.', { cause });
  }
}

/** Settles when the whole form was read, or with the error that ended it. */
function parsed(request: Request, form: BusboyInstance): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = (): void => {
      form.destroy(new Error('the connection was closed'));
    };
    form.once('finish', resolve);
    form.on('error', (error) => {
      request.unpipe(form);
      request.resume(); // so that the answer is read
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    request.once('aborted', cut);
    request.once('error', cut);
    request.pipe(form);
  });
}

/**
 * The parser waits for every file to be read to its end, and never goes on after one that was destroyed. A reader that
 * gives up therefore closes only this stream in front of it.
 */
function detached(file: Readable): PassThrough {
  const front = new PassThrough();
  file.on('error', (error) => front.destroy(error));
  front.once('error', () => undefined); // whoever reads it is told as well
  front.once('close', () => {
    file.unpipe(front);
    file.resume();
  });
  file.pipe(front);
  return front;
}
