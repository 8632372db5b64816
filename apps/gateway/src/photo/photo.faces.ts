/** @module Where the faces of a photo are, opened with its event's key for whoever is shown it. */
import { Inject, Injectable } from '@nestjs/common';
import type { PhotoFace } from '@visage/contracts/photo.contract';
import { boxOf, type FacePlaces } from '@visage/database/face/face.place';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { PhotoListing, type FaceOfPhoto, type ListedPhoto } from '@visage/database/photo/photo.listing';
import { LOG } from '@visage/host/host.token';
import { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf, placesToRead } from '@visage/host/keys/face.places';
import type { Logger } from 'pino';
import { InjectRepository } from '../platform/repository.decorator.js';
import { JobSender } from '../queue/job.sender.js';

interface OpenedFaces {
  faces: PhotoFace[];
  /** Ids of those whose place does not open. */
  shut: string[];
}

@Injectable()
export class PhotoFaces {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @InjectRepository(FaceRepairRepository) private readonly repairs: FaceRepairRepository,
    @Inject(EventKeys) private readonly keys: EventKeys,
    @Inject(JobSender) private readonly jobs: JobSender,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** Without those whose place does not open, for which the photo is looked at anew. Where all open, Postgres is not asked. */
  async of({ id, eventId, faces }: Pick<ListedPhoto, 'id' | 'eventId' | 'faces'>): Promise<PhotoFace[]> {
    if (faces.length === 0) return [];
    const keys = await this.keys.openToRead(eventId);
    if (!keys) return [];
    try {
      const opened = openEach(faces, placesToRead(keys));
      if (opened.shut.length === 0) return opened.faces;
    } finally {
      for (const key of keys) key.fill(0);
    }
    return this.mend(id, eventId);
  }

  /** They may have been sealed anew since the photo, or the key, was read; what does not open by then is damaged. */
  private async mend(photoId: string, eventId: string): Promise<PhotoFace[]> {
    const opened = await this.keys.with(eventId, async (key) => {
      const photo = await this.photos.find(photoId);
      const found = openEach(photo?.faces ?? [], placesOf(key));
      if (found.shut.length > 0) await this.repairs.findAnew({ id: photoId, eventId }, key.revision);
      return found;
    });
    if (!opened) return [];
    const { faces, shut: faceIds } = opened;
    if (faceIds.length > 0) {
      this.log.error({ photoId, faceIds }, 'places of faces do not open; their photo is looked at anew');
      await this.jobs.send('detect', { photoId });
    }
    return faces;
  }
}

function openEach(faces: readonly FaceOfPhoto[], places: Pick<FacePlaces, 'open'>): OpenedFaces {
  const opened: OpenedFaces = { faces: [], shut: [] };
  for (const { id, place, ...face } of faces) {
    const box = boxOf(id, place, places);
    if (box) opened.faces.push({ id, box, ...face });
    else opened.shut.push(id);
  }
  return opened;
}
