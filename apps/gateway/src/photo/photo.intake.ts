/** @module What organizers and guests send becomes a photo of their event, in its album, out of the trash. */
import { Inject, Injectable } from '@nestjs/common';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import { Originals, type ArrivedOriginal } from '@visage/originals/originals';
import { notFound, ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';
import { UserQuota } from '../user/user.quota.js';

/** Where a photo comes from and where it goes. */
export interface PhotoArrival {
  eventId: string;
  fileName: string;
  /** Absent = from an organizer. */
  guestId?: string;
  /** Album that it goes into, by its name; a photo that the event has already goes there as well. */
  albumName?: string;
}

@Injectable()
export class PhotoIntake {
  constructor(
    @Inject(Originals) private readonly originals: Originals,
    @InjectRepository(AlbumRepository) private readonly albums: AlbumRepository,
    @InjectRepository(TrashRepository) private readonly bin: TrashRepository,
    @Inject(UserQuota) private readonly quota: UserQuota,
    @Inject(JobSender) private readonly jobs: JobSender,
  ) {}

  /**
   * What an organizer sends comes out of the trash; what a guest sends stays there, and the answer holds no id.
   * @throws ProblemError 404 when the event was erased while the file arrived, 409 when its owner's storage is full; nothing of it stays.
   */
  async add(
    { albumName, ...arrival }: PhotoArrival,
    arrived: ArrivedOriginal,
  ): Promise<{ photoId: string | null; duplicate: boolean }> {
    const requireRoom = (): Promise<void> => this.quota.requireRoom(arrival.eventId, arrived.sums.bytes);
    const admitted = await this.originals.admit(arrival, arrived, requireRoom);
    if (!admitted) throw notFound('event');
    const { photo, duplicate, toIngest } = admitted;
    // in its album before it is looked at: a RAW lies beside its JPEG then
    const stays = !photo.deletedAt || (await this.comesBack(arrival, photo.id));
    if (stays && albumName !== undefined) await this.putInto(arrival.eventId, albumName, photo.id);
    if (toIngest) await this.jobs.send('ingest', { photoId: photo.id });
    return { photoId: stays ? (photo.rawOf ?? photo.id) : null, duplicate };
  }

  /**
   * The photo with these bytes, if the event has it: it goes into the album as if it had been sent.
   * Where it is not `whole`, because its original is lost or damaged, it is to be sent again.
   */
  async known(
    { albumName, ...arrival }: PhotoArrival,
    sha256: string,
  ): Promise<{ fileName: string; whole: boolean } | null> {
    const known = await this.originals.find(arrival.eventId, sha256);
    if (!known) return null;
    const { whole, photo } = known;
    const answer = { fileName: photo.fileName, whole };
    if (!whole || (photo.deletedAt && !(await this.comesBack(arrival, photo.id)))) return answer;
    if (albumName !== undefined) await this.putInto(arrival.eventId, albumName, photo.id);
    return answer;
  }

  /** @throws ProblemError 503 while the photo is being removed for good. */
  private async comesBack({ eventId, guestId }: PhotoArrival, photoId: string): Promise<boolean> {
    if (guestId !== undefined) return false;
    if ((await this.bin.restorePhotos(eventId, [photoId])) > 0) return true;
    throw new ProblemError(
      503,
      'being-removed',
      'This photo is just being removed for good. Send it again in a minute.',
    );
  }

  private async putInto(eventId: string, albumName: string, photoId: string): Promise<void> {
    const album = await this.albums.findOrCreate(eventId, albumName);
    await this.albums.addPhotos(album.id, [photoId]);
  }
}
