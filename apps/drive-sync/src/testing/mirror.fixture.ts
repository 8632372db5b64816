/** @module For tests: a mirror between a real Postgres and the Drive stand-in, and what people do on both sides. */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { MirrorDirection } from '@visage/contracts/drive-mirror.contract';
import { AlbumPhotoListing, type AlbumPhoto } from '@visage/database/album/album-photo.listing';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { DriveMirrorItemRepository } from '@visage/database/drive/drive-mirror-item.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { EventRepository } from '@visage/database/event/event.repository';
import { VisitorRepository } from '@visage/database/guest/visitor.repository';
import { PhotoOriginRepository } from '@visage/database/photo/photo-origin.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { UserRepository } from '@visage/database/user/user.repository';
import { connectedAuth } from '@visage/drive/drive.auth';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import { createDriveWatcher } from '@visage/drive/drive.watcher';
import { createDriveWriter } from '@visage/drive/drive.writer';
import { Principals } from '@visage/host/principals';
import { TestClock } from '@visage/host/testing/test.clock';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { createDriveExit } from '@visage/host/drive.exit';
import { handleDriveMirror, type DriveMirrorDependencies } from '../drive-mirror.handler.js';

export interface MirrorFixture {
  database: Database;
  mirrors: DriveMirrorRepository;
  lines: DriveMirrorLineRepository;
  /** @param pageSize files and changes a page; few, so that paging is always met. */
  begin(direction: MirrorDirection, pageSize?: number): Promise<MirrorTrial>;
  stop(): Promise<void>;
}

const digest = (algorithm: string, content: Buffer): string =>
  createHash(algorithm).update(content).digest('hex');

export async function startMirrorFixture(): Promise<MirrorFixture> {
  const copy = await openTestDatabase();
  const database = createDatabase(copy.url, { connections: 6 });
  const user = { email: 'a@b.c', name: 'A', role: 'organizer' as const, passwordHash: 'h' };
  const { id: ownerId } = await new UserRepository(database).create(user);
  return {
    database,
    mirrors: new DriveMirrorRepository(database),
    lines: new DriveMirrorLineRepository(database),
    begin: async (direction, pageSize = 3) => {
      const eventId = crypto.randomUUID();
      await new EventRepository(database).create({
        id: eventId,
        ownerId,
        name: 'Wedding',
        embedder: 'm',
      });
      const album = await new AlbumRepository(database).findOrCreate(eventId, 'Ceremony');
      return new MirrorTrial(database, await startDriveServer({ pageSize }), {
        ownerId,
        eventId,
        albumId: album.id,
        direction,
      });
    },
    stop: async () => {
      await database.close();
      await copy.drop();
    },
  };
}

/** One event with one album, one Drive with one folder, and the mirror between them. */
export class MirrorTrial {
  readonly folderId: string;
  /** By SHA-256. */
  readonly originals = new Map<string, Buffer>();
  readonly dependencies: DriveMirrorDependencies;
  readonly clock = new TestClock();
  mirrorId = '';
  private readonly photos: PhotoRepository;
  private readonly albums: AlbumRepository;

  constructor(
    readonly database: Database,
    readonly drive: DriveServer,
    readonly place: { ownerId: string; eventId: string; albumId: string; direction: MirrorDirection },
  ) {
    const principals = new Principals(new VisitorRepository(database), new UserRepository(database));
    this.folderId = drive.addFolder('Ceremony in Drive');
    this.photos = new PhotoRepository(database);
    this.albums = new AlbumRepository(database);
    const auth = connectedAuth({ clientId: 'c', clientSecret: 's', rootUrl: drive.rootUrl }, 'none');
    auth.setCredentials({ access_token: drive.accessToken, expiry_date: Date.now() + 3_600_000 });
    this.dependencies = {
      mirrors: new DriveMirrorRepository(database),
      items: new DriveMirrorItemRepository(database),
      lines: new DriveMirrorLineRepository(database),
      albumPhotos: new AlbumPhotoListing(database),
      exit: createDriveExit({
        findPrincipal: () => principals.find({ kind: 'user', id: place.ownerId }, []),
        photos: new DrivePhotoListing(database),
        clock: this.clock,
      }),
      photos: new PhotoOriginRepository(database),
      drive: { ...createDriveReader(auth, drive.rootUrl), ...createDriveWriter(auth, drive.rootUrl) },
      watcher: createDriveWatcher(auth, drive.rootUrl),
      pacer: new DrivePacer({ attempts: 6, firstDelayMs: 1, maxDelayMs: 4 }),
      receivePhoto: async ({ fileName, source, expectedMd5, driveFileId }) => {
        const content = await buffer(source);
        if (digest('md5', content) !== expectedMd5) throw new Error(`${fileName} did not arrive whole`);
        const id = await this.makePhoto(fileName, content, driveFileId);
        return new PhotoOriginRepository(database).find(id);
      },
      isWhole: ({ sha256 }) => Promise.resolve(this.originals.has(sha256)),
      openOriginal: ({ sha256 }, start, end) =>
        Promise.resolve(Readable.from([this.originals.get(sha256)?.subarray(start, end) ?? Buffer.alloc(0)])),
      maxBytes: 1_000_000,
      transfers: 3,
      clock: this.clock,
      onDisconnected: () => Promise.resolve(),
    };
  }

  async stop(): Promise<void> {
    await this.drive.stop();
  }

  /** Makes the mirror and looks for the first time, which only asks. */
  async create(): Promise<void> {
    const { eventId, albumId, direction } = this.place;
    const made = await this.dependencies.mirrors.create({
      eventId,
      albumId,
      direction,
      accountId: null,
      folderId: this.folderId,
      folderName: 'x',
    });
    this.mirrorId = made?.id ?? '';
    await this.run();
  }

  /** As a click on "Start" or on "Yes, go on". */
  async approve(): Promise<void> {
    const { lines, mirrors } = this.dependencies;
    await lines.approve(this.mirrorId);
    await mirrors.move(this.mirrorId, ['asking'], { state: 'active', asks: null });
  }

  run(changes: Partial<DriveMirrorDependencies> = {}): Promise<void> {
    return handleDriveMirror(this.mirrorId, { ...this.dependencies, ...changes });
  }

  async start(): Promise<void> {
    await this.create();
    await this.approve();
    await this.run();
  }

  async state(): Promise<string> {
    return (await this.dependencies.mirrors.find(this.mirrorId))?.state ?? 'gone';
  }

  // what people do in Visage

  private async makePhoto(fileName: string, content: Buffer, driveFileId?: string): Promise<string> {
    const sha256 = digest('sha256', content);
    this.originals.set(sha256, content);
    const known = {
      eventId: this.place.eventId,
      fileName,
      sha256,
      md5: digest('md5', content),
      bytes: content.length,
      crc32: crc32(content),
    };
    const made = await this.photos.create({ ...known, ...(driveFileId !== undefined && { driveFileId }) });
    if (!made) throw new Error('the event is gone');
    return made.photo.id;
  }

  async addPhoto(fileName: string, content: string): Promise<string> {
    const id = await this.makePhoto(fileName, Buffer.from(content));
    await this.putBack(id);
    return id;
  }

  async putBack(photoId: string): Promise<void> {
    await this.albums.addPhotos(this.place.albumId, [photoId]);
  }

  async takeOut(photoId: string): Promise<void> {
    await this.database.prisma.albumPhoto.deleteMany({ where: { albumId: this.place.albumId, photoId } });
  }

  async deletePhoto(photoId: string): Promise<void> {
    await this.photos.remove(photoId);
  }

  async renamePhoto(photoId: string, fileName: string): Promise<void> {
    await this.database.prisma.photo.update({ where: { id: photoId }, data: { fileName } });
  }

  album(): Promise<AlbumPhoto[]> {
    return this.dependencies.albumPhotos.of(this.place.albumId);
  }

  /** Bytes of all photos of the event, in the album or not. */
  async event(): Promise<string[]> {
    const rows = await this.database.prisma.photo.findMany({
      where: { eventId: this.place.eventId },
      select: { sha256: true },
    });
    return rows.map(({ sha256 }) => this.originals.get(sha256)?.toString() ?? '');
  }

  // what people do in Drive

  addFile(name: string, content: string): string {
    return this.drive.addFile(name, Buffer.from(content), this.folderId, 'image/jpeg');
  }

  rename(fileId: string, name: string): void {
    this.drive.files.rename(this.drive.files.get(fileId), name);
  }

  revise(fileId: string, content: string): void {
    this.drive.files.setContent(this.drive.files.get(fileId), Buffer.from(content));
  }

  trash(fileId: string, trashed = true): void {
    this.drive.files.setTrashed(this.drive.files.get(fileId), trashed);
  }

  move(fileId: string, from: string, to: string): void {
    this.drive.files.move(this.drive.files.get(fileId), [to], [from]);
  }

  // what both sides show

  /** `name=bytes` of every photo, sorted. */
  async inAlbum(): Promise<string[]> {
    return (await this.album())
      .map(({ name, sha256 }) => `${name}=${this.originals.get(sha256)?.toString() ?? ''}`)
      .sort();
  }

  inFolder(): string[] {
    const files = this.drive.files.childrenOf(this.folderId).filter((file) => !file.explicitlyTrashed);
    return files.map(({ name, content }) => `${name}=${content?.toString() ?? ''}`).sort();
  }

  async history(): Promise<string[]> {
    const lines = await this.dependencies.lines.page(this.mirrorId, 'history', undefined, 1_000);
    return lines
      .reverse()
      .map(
        ({ kind, name, state, conflict }) =>
          `${kind} ${name}${conflict ? '!' : ''}${state === 'done' ? '' : ` (${state})`}`,
      );
  }

  async undo(kind: string): Promise<void> {
    const { lines } = this.dependencies;
    const line = (await lines.page(this.mirrorId, 'history', undefined, 1_000)).find(
      (one) => one.kind === kind && one.state === 'done',
    );
    if (line) await lines.move(line.id, 'done', 'undoing');
    await this.run();
  }
}
