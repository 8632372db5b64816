/**
 * @module The tus protocol, spoken by @tus/server for requests that were allowed before they come here: which upload a
 * request is about is decided by us and never read from its address again.
 */
import { Inject, Injectable } from '@nestjs/common';
import { ERRORS, Server, type ServerOptions } from '@tus/server';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { UPLOAD_OUTCOME_HEADER } from '@visage/contracts/upload.protocol';
import { uploadKey } from '@visage/storage/object.key';
import { UploadRepository, type UploadRecord } from '@visage/database/upload/upload.repository';
import type { Request, Response } from 'express';
import { ProblemError } from '../http/problem.error.js';
import { problemOf } from '../http/problem.of.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { UploadFinish } from './upload.finish.js';
import { UploadLocker } from './upload.lock.js';
import { UPLOAD_STAGING, type UploadStaging } from './upload.staging.js';

type TusRequest = Parameters<NonNullable<ServerOptions['namingFunction']>>[0];
type Subject = Pick<UploadRecord, 'id' | 'eventId' | 'bytes'>;

@Injectable()
export class UploadProtocol {
  private readonly server: Server;
  private readonly subjects = new WeakMap<object, Subject>();

  constructor(
    @Inject(UPLOAD_STAGING) private readonly staging: UploadStaging,
    @Inject(UploadLocker) locker: UploadLocker,
    @Inject(UploadFinish) private readonly ending: UploadFinish,
    @InjectRepository(UploadRepository) private readonly uploads: UploadRepository,
  ) {
    this.server = new Server({
      path: '/uploads', // needed by the library, used nowhere
      datastore: staging.datastore,
      locker,
      allowedOrigins: [],
      namingFunction: (request) => keyOf(this.subjectOf(request)),
      getFileIdFromRequest: (request) => keyOf(this.subjectOf(request)),
      generateUrl: (request) => `${new URL(request.url).pathname}/${this.subjectOf(request).id}`,
      onUploadFinish: async (request) => {
        const { outcome, reason } = await this.ending.finish(this.subjectOf(request).id);
        if (outcome === 'refused') throw refusal(reason);
        return { headers: { [UPLOAD_OUTCOME_HEADER]: outcome } };
      },
      onResponseError: (request, error) => this.answerOf(request, error),
    });
  }

  /** Answers the request, whatever comes of it. */
  async answer(upload: Subject, request: Request, response: Response): Promise<void> {
    this.subjects.set(request, upload);
    await this.server.handle(request, response);
  }

  /** Null when nothing of it is there. */
  async offsetOf(upload: Subject): Promise<number | null> {
    try {
      return (await this.staging.datastore.getUpload(keyOf(upload))).offset;
    } catch (error) {
      if (isTusError(error)) return null;
      throw error;
    }
  }

  /** Errors of the protocol stay as the library says them; ours, and what is unexpected, become problems. */
  private async answerOf(
    request: TusRequest,
    error: unknown,
  ): Promise<{ status_code: number; body: string } | undefined> {
    if (!isTusError(error)) {
      const problem =
        error instanceof PhotoError
          ? refusal((await this.ending.refuse(this.subjectOf(request).id, error.reason)).reason)
          : problemOf(error);
      return { status_code: problem.status, body: JSON.stringify(problem.toProblem()) };
    }
    const gone =
      error.status_code === ERRORS.FILE_NOT_FOUND.status_code ||
      error.status_code === ERRORS.FILE_NO_LONGER_EXISTS.status_code;
    const end = gone ? (await this.uploads.find(this.subjectOf(request).id))?.end : null;
    if (!end || end.outcome === 'refused') return undefined;
    // another request sent the last part while this one waited for its turn: it is told to ask again
    return request.method === 'PATCH'
      ? ERRORS.INVALID_OFFSET
      : { status_code: 423, body: 'The upload has just ended\n' };
  }

  private subjectOf(request: TusRequest): Subject {
    const node = request.runtime?.node?.req;
    const subject = node && this.subjects.get(node);
    if (!subject) throw new Error('a request reached the tus server unasked');
    return subject;
  }
}

function keyOf({ eventId, id }: Subject): string {
  return uploadKey(eventId, id);
}

function refusal(reason: string | null): ProblemError {
  return new ProblemError(422, 'refused', reason ?? '');
}

function isTusError(error: unknown): error is { status_code: number; body: string } {
  return typeof error === 'object' && error !== null && 'status_code' in error && 'body' in error;
}
