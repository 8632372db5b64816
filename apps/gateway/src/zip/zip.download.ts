/** @module Sends an archive, whole or in part, to the one who asked for it; see zip.service.ts for why it is so. */
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { PrincipalKey } from '@visage/access/access.principal';
import { ZipRepository, type ZipRecord } from '@visage/database/zip/zip.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, STORE } from '@visage/host/host.token';
import { openOriginal } from '@visage/originals/original.form';
import type { ByteRange, ObjectStore, StoredObject } from '@visage/storage/object.store';
import type { Response } from 'express';
import { AuditLog, type AuditSubject } from '../audit/audit.log.js';
import { sendBytes } from '../bytes/byte.answer.js';
import { attachmentHeader } from '../bytes/content.disposition.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { ZipAccess, zipChanged } from './zip.access.js';
import { archiveOf, type ZipArchive } from './zip.archive.js';
import { ZipChecksums } from './zip.checksum.js';
import { ZipHolders } from './zip.holder.js';
import { zipBytes, type ZipSource } from './zip.stream.js';
import { ZipTicket } from './zip.ticket.js';

/** A link that is closed, or a photo that is removed, stops a download under way within this time. */
const ASK_AGAIN_MS = 1000;

@Injectable()
export class ZipDownload {
  constructor(
    @InjectRepository(ZipRepository) private readonly zips: ZipRepository,
    @Inject(ZipTicket) private readonly ticket: ZipTicket,
    @Inject(ZipHolders) private readonly holders: ZipHolders,
    @Inject(ZipAccess) private readonly access: ZipAccess,
    @Inject(ZipChecksums) private readonly checksums: ZipChecksums,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async send(token: string, request: GatewayRequest, response: Response): Promise<void> {
    const zip = await this.find(token, request);
    const passwordIds = this.holders.passwordIdsOf(request);
    const photos = await this.checksums.complete(zip.eventId, await this.access.require(zip, passwordIds));
    const archive = archiveOf(photos, zip.createdAt);
    this.audit.count(byHolder(zip.holder), {
      action: 'zip.fetched',
      eventId: zip.eventId,
      subjectId: zip.id,
    });
    await sendBytes(request, response, {
      contentType: 'application/zip',
      version: archive.version,
      cacheControl: 'private, no-store',
      disposition: attachmentHeader(zip.fileName),
      size: archive.layout.size,
      open: (range) => Promise.resolve(this.open(archive, range, this.sourceOf(zip, passwordIds), response)),
    });
  }

  private async find(token: string, request: GatewayRequest): Promise<ZipRecord> {
    const id = this.ticket.idOf(token);
    const zip = id === null ? null : await this.zips.find(id);
    if (!zip || !this.holders.isSender(request, zip.holder)) {
      // a stranger gets the same answer for every address
      if (request.user || request.get('cookie')) throw notFound('download');
      throw new ProblemError(401, 'not-signed-in', 'Sign in, or open the link you were given.');
    }
    if (zip.expiresAt.getTime() > this.clock.now().getTime()) return zip;
    const detail = 'This download was prepared too long ago. Start it again from the photos.';
    throw new ProblemError(410, 'zip-expired', detail);
  }

  private open(
    archive: ZipArchive,
    range: ByteRange | undefined,
    source: ZipSource,
    response: Response,
  ): Pick<StoredObject, 'stream' | 'length'> {
    const start = range?.start ?? 0;
    const end = range?.end ?? archive.layout.size - 1;
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const bytes = zipBytes(archive, { start, end }, source, gone.signal);
    return { stream: Readable.from(bytes, { objectMode: false }), length: end - start + 1 };
  }

  /** All photos were asked about a moment ago; from then on the one that flows is, again and again. */
  private sourceOf(zip: ZipRecord, passwordIds: readonly string[]): ZipSource {
    let askedAt = performance.now();
    return {
      ask: async ({ id, form }) => {
        if (performance.now() - askedAt < ASK_AGAIN_MS) return;
        const [photo] = await this.access.require(zip, passwordIds, [id]);
        if (photo?.form.sha256 !== form.sha256) throw zipChanged(1); // its location is hidden since, or a face
        askedAt = performance.now();
      },
      open: ({ id: photoId, sha256, form }, range) =>
        openOriginal(this.store, { eventId: zip.eventId, photoId, sha256 }, form, range),
    };
  }
}

function byHolder({ kind, id }: PrincipalKey): AuditSubject {
  return { actor: kind === 'code' ? 'link' : kind, actorId: id };
}
