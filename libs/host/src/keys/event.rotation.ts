/**
 * @module Gives an event a new data key. From the first step to the last the key store has both keys, so whatever is read opens,
 * and a run that dies anywhere is gone on with: (1) both keys are in the store, (2) nobody seals with the old one any more, (3) page by
 * page everything is sealed anew, (4) the old key goes.
 */
import { buffer } from 'node:stream/consumers';
import { createDataKey, joinWrappedKeys, splitWrappedKeys, wrapDataKey } from '@visage/crypto/data.key';
import { resealEmbedding } from '@visage/crypto/embedding.box';
import { resealFacePicture, type FacePicture } from '@visage/crypto/face.box';
import { resealFacePlace } from '@visage/crypto/face-place.box';
import { resealPhotoKey } from '@visage/crypto/photo.key';
import type { OneOrMore } from '@visage/crypto/purpose.keys';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import type { EventKeyRepository } from '@visage/database/event/event-key.repository';
import type { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import type {
  ResealedBox,
  SealedBoxRepository,
  SealedFace,
} from '@visage/database/event/sealed-box.repository';
import { KeyMissingError, type KeyStore } from '@visage/keys/key.store';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { faceAlignedKey, faceCropKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Clock } from '../clock.js';
import { wipe } from './event.key.js';
import type { EventKeys } from './event.keys.js';
import type { MasterKeys } from './master.keys.js';

/** Of one transaction; each has three boxes, and two pictures of some ten kilobytes. */
const FACES_AT_ONCE = 200;
/** Pictures read and written side by side. */
const PICTURES_AT_ONCE = 16;

export interface EventRotationParts {
  store: KeyStore;
  masters: MasterKeys;
  keys: EventKeys;
  events: EventKeyRepository;
  rotations: KeyRotationRepository;
  boxes: SealedBoxRepository;
  objects: Pick<ObjectStore, 'get' | 'put' | 'delete'>;
  clock: Clock;
}

export interface RotatedEvent {
  faces: number;
  /** What no key opens stays as it is; the workers find it, and make it anew. */
  damaged: number;
}

export class EventRotation {
  constructor(private readonly parts: EventRotationParts) {}

  /**
   * @param onFaces how many faces were sealed anew since it was called last
   * @returns null when the event is erased, also meanwhile
   * @throws KeyMissingError when the store has lost its key
   */
  async rotate(eventId: string, onFaces: (count: number) => void = () => {}): Promise<RotatedEvent | null> {
    const { events, rotations, store, keys, clock } = this.parts;
    if ((await events.findRevision(eventId)) === null) return null;
    if (!(await this.giveSecondKey(eventId))) return null;
    if (!(await rotations.advance(eventId))) return null;
    const key = await keys.open(eventId);
    if (!key) return null;
    try {
      const report = await this.reseal(eventId, key.opening, onFaces);
      const dropped = await events.whileLiving(eventId, async () => {
        const [newest] = splitWrappedKeys(await this.record(eventId));
        if (newest) await store.replace(eventId, newest);
      });
      if (!dropped) return null;
      await rotations.finish(eventId, clock.now());
      return report;
    } finally {
      wipe(key);
    }
  }

  /** Unless a run that broke off has done so. @returns false when the event is erased */
  private async giveSecondKey(eventId: string): Promise<boolean> {
    const { events, rotations, store, masters } = this.parts;
    if (splitWrappedKeys(await this.record(eventId)).length > 1) return true;
    await rotations.begin(eventId);
    const key = createDataKey();
    try {
      return await events.whileLiving(eventId, async () => {
        const wrapped = wrapDataKey(await masters.reload(), key, eventId);
        await store.replace(eventId, joinWrappedKeys([wrapped, await this.record(eventId)]));
      });
    } finally {
      key.fill(0);
    }
  }

  private async record(eventId: string): Promise<Uint8Array> {
    const { store } = this.parts;
    const record = await store.read(eventId);
    if (!record) throw new KeyMissingError(eventId, store.place);
    return record;
  }

  private async reseal(
    eventId: string,
    opening: OneOrMore,
    onFaces: (count: number) => void,
  ): Promise<RotatedEvent> {
    const { boxes } = this.parts;
    const report = { faces: 0, damaged: 0 };
    for (;;) {
      const faces = await boxes.facesLeft(eventId, FACES_AT_ONCE);
      const last = faces.at(-1);
      if (!last) break;
      await this.resealPictures(eventId, opening, faces, report);
      const resealed = faces.flatMap((face) => resealedBoxes(opening, face, report));
      await boxes.saveFaces(eventId, resealed, last.id);
      report.faces += faces.length;
      onFaces(faces.length);
    }
    const photoKey = await boxes.photoKey(eventId);
    const resealed = photoKey && orDamaged(report, () => resealPhotoKey(opening, photoKey, eventId));
    if (resealed) await boxes.savePhotoKey(eventId, photoKey, resealed);
    for (const likeness of await boxes.likenesses(eventId)) {
      const { id: faceId, embedding, model } = likeness;
      const box = orDamaged(report, () => resealEmbedding(opening, embedding, { faceId, model }));
      if (box) await boxes.saveLikeness(likeness, box);
    }
    for (const drawing of await boxes.drawings(eventId)) {
      const place = orDamaged(report, () => resealFacePlace(opening, drawing.place, drawing.faceId));
      if (place) await boxes.saveDrawing(drawing, place);
    }
    return report;
  }

  private async resealPictures(
    eventId: string,
    opening: OneOrMore,
    faces: readonly SealedFace[],
    report: RotatedEvent,
  ): Promise<void> {
    const { boxes, objects } = this.parts;
    const pictures = faces.flatMap(({ id }) => picturesOf(eventId, id));
    const written = new Map<string, string>();
    const next = pictures.values(); // shared by all who take from it
    const work = async (): Promise<void> => {
      for (const { object, faceId, kind } of next) {
        const box = await this.read(object);
        const resealed = box && orDamaged(report, () => resealFacePicture(opening, box, faceId, kind));
        if (!resealed) continue;
        await objects.put(object, resealed);
        written.set(object, faceId);
      }
    };
    await Promise.all(Array.from({ length: PICTURES_AT_ONCE }, work));
    // whoever removed a face meanwhile may have removed its pictures before they were written
    const stay = await boxes.facesThatStay(faces.map(({ id }) => id));
    for (const [object, faceId] of written) if (!stay.has(faceId)) await objects.delete(object);
  }

  private async read(object: string): Promise<Uint8Array | null> {
    try {
      return await buffer((await this.parts.objects.get(object)).stream);
    } catch (error) {
      if (error instanceof ObjectNotFoundError) return null;
      throw error;
    }
  }
}

interface Picture {
  object: string;
  faceId: string;
  kind: FacePicture;
}

function picturesOf(eventId: string, faceId: string): Picture[] {
  return [
    { object: faceCropKey(eventId, faceId), faceId, kind: 'crop' },
    { object: faceAlignedKey(eventId, faceId), faceId, kind: 'aligned' },
  ];
}

function resealedBoxes(
  opening: OneOrMore,
  { id, embedding, embeddingModel, second, secondModel, place }: SealedFace,
  report: RotatedEvent,
): ResealedBox[] {
  const boxOf = (
    column: ResealedBox['column'],
    former: Uint8Array | null,
    model: string | null,
  ): ResealedBox[] => {
    if (former === null || model === null) return [];
    const box = orDamaged(report, () => resealEmbedding(opening, former, { faceId: id, model }));
    return box ? [{ id, column, former, box }] : [];
  };
  const sealed = place && orDamaged(report, () => resealFacePlace(opening, place, id));
  return [
    ...boxOf('embedding', embedding, embeddingModel),
    ...boxOf('second', second, secondModel),
    ...(place && sealed ? [{ id, column: 'place' as const, former: place, box: sealed }] : []),
  ];
}

/** Null also for what no key opens, which is counted. */
function orDamaged<T>(report: RotatedEvent, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SealedBoxError)) throw error;
    report.damaged += 1;
    return null;
  }
}
