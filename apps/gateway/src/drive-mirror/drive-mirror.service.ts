/** @module Mirrors for who manages the event; the photos themselves are carried by drive-sync. */
import { Inject, Injectable } from '@nestjs/common';
import type {
  DriveMirror,
  DriveMirrorCreate,
  DriveMirrorLine,
  DriveMirrorLineQuery,
  DriveMirrorLines,
  DriveMirrors,
  DriveMirrorUpdate,
  MirrorDirection,
} from '@visage/contracts/drive-mirror.contract';
import type { User } from '@visage/contracts/session.contract';
import { AlbumRepository, type AlbumRecord } from '@visage/database/album/album.repository';
import type { DriveAccountUse } from '@visage/database/drive/drive-account.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import {
  DriveMirrorRepository,
  type MirrorMove,
  type MirrorRecord,
} from '@visage/database/drive/drive-mirror.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { AuditLog, byUser } from '../audit/audit.log.js';
import { EventAccess } from '../access/event.access.js';
import { GoogleAccess } from '../drive-account/google.access.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { isUndoable, toDriveMirror, toDriveMirrorLine } from './drive-mirror.answer.js';

const LINES = 100;

@Injectable()
export class DriveMirrorService {
  constructor(
    @InjectRepository(DriveMirrorRepository) private readonly mirrors: DriveMirrorRepository,
    @InjectRepository(DriveMirrorLineRepository) private readonly history: DriveMirrorLineRepository,
    @InjectRepository(AlbumRepository) private readonly albums: AlbumRepository,
    @Inject(GoogleAccess) private readonly google: GoogleAccess,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 404 for another event's album, 409 without the connection it needs, 422 without a folder to read. */
  async create(user: User, eventId: string, wish: DriveMirrorCreate): Promise<DriveMirror> {
    const event = await this.access.require(user, eventId, 'event.manage');
    const { direction, folder } = wish;
    if (direction === 'fromDrive' && !folder)
      throw new ProblemError(422, 'no-folder', 'Choose the folder that the photos come from.');
    const account = await this.google.requireDrive(user, useOf(wish));
    if (!account && !folder)
      throw new ProblemError(
        422,
        'no-folder',
        'Choose the folder of a shared drive that the photos go into: the service account has no storage of its own.',
      );
    const album = await this.albumOf(eventId, wish);
    const mirror = await this.mirrors.create({
      ...{ eventId, albumId: album.id, accountId: account?.id ?? null, direction },
      folderId: folder?.id ?? null,
      folderName: folder?.name ?? `${event.name} - ${album.name}`,
    });
    if (!mirror)
      throw new ProblemError(
        409,
        'mirrored-already',
        `“${album.name}” and this folder are mirrored already.`,
      );
    await this.audit.write(byUser(user), {
      action: 'mirror.made',
      eventId,
      subjectId: mirror.id,
      detail: { direction },
    });
    await this.jobs.send('drive-mirror', { driveMirrorId: mirror.id });
    return this.answer(mirror.id);
  }

  async list(user: User, eventId: string): Promise<DriveMirrors> {
    await this.access.require(user, eventId, 'event.view');
    const mirrors = await this.mirrors.listOfEvent(eventId);
    return { mirrors: await Promise.all(mirrors.map((mirror) => this.describe(mirror))) };
  }

  async lines(
    user: User,
    eventId: string,
    mirrorId: string,
    { of, after }: DriveMirrorLineQuery,
  ): Promise<DriveMirrorLines> {
    const { direction } = await this.find(user, eventId, mirrorId, 'event.view');
    const lines = await this.history.page(mirrorId, of, after, LINES + 1);
    return {
      lines: lines.slice(0, LINES).map((line) => toDriveMirrorLine(line, direction)),
      more: lines.length > LINES,
    };
  }

  /** @throws ProblemError 409 when the mirror is in no state for it. */
  async update(
    user: User,
    eventId: string,
    mirrorId: string,
    { command }: DriveMirrorUpdate,
  ): Promise<DriveMirror> {
    const mirror = await this.find(user, eventId, mirrorId, 'event.manage');
    if (!(await this.obey(user, mirror, command))) {
      const detail = 'The mirror has moved on meanwhile. Look at it again.';
      throw new ProblemError(409, 'mirror-moved-on', detail);
    }
    await this.audit.write(byUser(user), {
      action: 'mirror.changed',
      eventId,
      subjectId: mirrorId,
      detail: { command },
    });
    if (command !== 'pause') await this.jobs.send('drive-mirror', { driveMirrorId: mirrorId });
    return this.answer(mirrorId);
  }

  async remove(user: User, eventId: string, mirrorId: string): Promise<void> {
    await this.find(user, eventId, mirrorId, 'event.manage');
    await this.mirrors.remove(mirrorId);
    await this.audit.write(byUser(user), { action: 'mirror.removed', eventId, subjectId: mirrorId });
  }

  async undo(user: User, eventId: string, mirrorId: string, lineId: string): Promise<DriveMirrorLine> {
    const { direction } = await this.find(user, eventId, mirrorId, 'event.manage');
    const line = await this.history.find(lineId);
    if (line?.mirrorId !== mirrorId) throw notFound('line');
    if (!isUndoable(line, direction) || !(await this.history.move(lineId, 'done', 'undoing')))
      throw new ProblemError(409, 'nothing-to-undo', 'This cannot be taken back, or is taken back already.');
    await this.audit.write(byUser(user), { action: 'mirror.undone', eventId, subjectId: mirrorId });
    await this.jobs.send('drive-mirror', { driveMirrorId: mirrorId });
    return toDriveMirrorLine({ ...line, state: 'undoing' }, direction);
  }

  private async obey(
    user: User,
    mirror: MirrorRecord,
    command: DriveMirrorUpdate['command'],
  ): Promise<boolean> {
    const { id, state } = mirror;
    switch (command) {
      case 'pause':
        return this.mirrors.move(id, ['checking', 'asking', 'active', 'stopped'], {
          state: 'paused',
          error: null,
        });
      case 'check':
        return this.mirrors.move(id, ['active'], { state: 'active', dueAt: this.clock.now() });
      case 'look':
        return this.mirrors.move(id, ['active', 'paused', 'stopped'], {
          ...{ state: 'checking', error: null, asks: mirror.asks === 'first' ? 'first' : 'look' },
          ...(await this.connection(user, mirror)),
        });
      case 'run': {
        if (state === 'asking') {
          await this.history.approve(id);
          return this.mirrors.move(id, ['asking'], { state: 'active', asks: null, dueAt: this.clock.now() });
        }
        // whoever has not seen the first list yet sees it first
        const to: MirrorMove =
          mirror.asks === 'first'
            ? { state: 'checking' }
            : { state: 'active', asks: null, dueAt: this.clock.now() };
        return this.mirrors.move(id, ['paused', 'stopped'], {
          ...to,
          error: null,
          ...(await this.connection(user, mirror)),
        });
      }
    }
  }

  /** The connection may have been renewed, or be another one. */
  private async connection(
    user: User,
    { direction }: MirrorRecord,
  ): Promise<{ accountId: string | null; byService: boolean }> {
    const least: Record<MirrorDirection, DriveAccountUse> = {
      fromDrive: 'import',
      toDrive: 'export',
      both: 'mirror',
    };
    const account = await this.google.requireDrive(user, least[direction]);
    return { accountId: account?.id ?? null, byService: account === null };
  }

  private async albumOf(eventId: string, { albumId, folder }: DriveMirrorCreate): Promise<AlbumRecord> {
    if (albumId === undefined) return this.albums.findOrCreate(eventId, folder?.name.slice(0, 200) ?? '');
    const album = await this.albums.find(albumId);
    if (album?.eventId !== eventId) throw notFound('album');
    return album;
  }

  private async find(
    user: User,
    eventId: string,
    mirrorId: string,
    action: 'event.view' | 'event.manage',
  ): Promise<MirrorRecord> {
    await this.access.require(user, eventId, action);
    const mirror = await this.mirrors.find(mirrorId);
    if (mirror?.eventId !== eventId) throw notFound('mirror');
    return mirror;
  }

  private async answer(mirrorId: string): Promise<DriveMirror> {
    const mirror = await this.mirrors.find(mirrorId);
    if (!mirror) throw notFound('mirror');
    return this.describe(mirror);
  }

  private async describe(mirror: MirrorRecord): Promise<DriveMirror> {
    const asking = mirror.state === 'asking';
    const [counts, plan] = await Promise.all([
      this.mirrors.countsOf(mirror.id),
      asking ? this.history.countPlan(mirror.id) : new Map<string, number>(),
    ]);
    return toDriveMirror(mirror, counts, plan);
  }
}

/** The least that is enough: reading, a folder of Visage's own, or a folder that both write to. */
function useOf({ direction, folder }: DriveMirrorCreate): DriveAccountUse {
  if (direction === 'fromDrive') return 'import';
  return direction === 'toDrive' && !folder ? 'export' : 'mirror';
}
