/**
 * @module Faces: found, embedded, loaded to be grouped.
 *
 * Every transaction that changes faces locks photo, then event, then faces, and one that writes people locks the event
 * first, so that none waits for another in a circle.
 */
import { cameraOf } from '../camera/camera.repository.js';
import type { Database } from '../client/database.client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';
import { inheritLinks } from './face-link.repository.js';
import { advanceIndex, noteRemoved } from './face-change.repository.js';
import { detectionStamps, ENDED, facesHaveEnded, withholdNew } from './face.ended.js';
import { inheritFaces } from './face.inherit.js';
import { boxOf, storedPlace, type FacePlaces } from './face.place.js';
import type { EmbeddedFace, EmbeddingModels, NewFace, SealedEmbedding } from './face.record.js';
import type { Prisma } from '../generated/client.js';
import { drawnFaces } from '../guest/guest-edit.repository.js';
import { claimsOn, inheritClaims, standIn } from '../guest/guest.match.js';
import { ingestedColumns, type IngestedPhoto } from '../photo/photo.record.js';
import { facesOfRaws, findPairs, joinPair, namesakesOf } from '../photo/raw.pair.js';
import { rowStamp } from '../client/row.stamp.js';

/** 100,000 faces of 512 floats are 200 MB: too much for one answer of the database. */
const PAGE = 2_000;

export interface FoundFaces {
  photoId: string;
  /** See `detectVersion` of libs/contracts. */
  version: string;
  faces: readonly NewFace[];
  /** With the key that sealed their pictures. */
  places: FacePlaces;
  /** Given when the same pass ingested the photo. */
  ingested?: IngestedPhoto;
}

export class FaceRepository {
  constructor(private readonly database: Database) {}

  /**
   * The photo now has these faces and no other; none where those of the event have ended. Faces that stay in place keep their
   * person. One that was ingested may turn out to be half of a pair: see raw.pair.ts.
   * Of one whose data were erased nothing is made again: what is found in its place takes its place, and nothing more; where nothing
   * is found it stays. One whose place does not open is inherited by the face of its id.
   * @throws KeyRotatedError when the event has got another key than that of `places`
   * @returns the faces that are gone or erased, whose crops the caller removes, these ones among them where they have ended or the
   * photo is the second file of another; null when the photo is gone, or was that already.
   */
  async replaceFaces({
    photoId,
    version,
    faces: found,
    places,
    ingested,
  }: FoundFaces): Promise<{ removedFaceIds: string[] } | null> {
    return this.database.prisma.$transaction(async (tx) => {
      const photo = await lockPhoto(tx, photoId, ingested ? await namesakesOf(tx, photoId) : []);
      if (!photo || photo.rawOf !== null) return null;
      const revision = await advanceIndex(tx, photo.eventId, { groupingDue: true });
      const ended = await facesHaveEnded(tx, photo.eventId);
      const faces = ended ? [] : found;
      if (!ended) await requireKeyRevision(tx, photo.eventId, places.keyRevision);
      await tx.photo.update({
        where: { id: photoId },
        data: {
          ...(ingested
            ? ingestedColumns(ingested, await cameraOf(tx, photo.eventId, ingested.metadata.device))
            : {}),
          ...detectionStamps(ended ? ENDED : version),
          ...{ failedAt: null, errorCode: null, errorReason: null },
        },
      });
      const place = { eventId: photo.eventId, revision };
      const pairs = ingested ? await findPairs(tx, [photoId]) : [];
      const rawIds = pairs.map(({ rawId }) => rawId);
      const own = pairs.find(({ rawId }) => rawId === photoId);
      if (own) {
        const gone = await joinPair(tx, own, place);
        return { removedFaceIds: [...gone, ...found.map(({ id }) => id)] };
      }
      const before = await tx.face.findMany({ where: { photoId } });
      const earlier = [
        ...before.map(({ id, personId, ...face }) => ({
          ...{ id, personId, box: boxOf(id, storedPlace(face), places) },
        })),
        ...(ingested ? await facesOfRaws(tx, rawIds, sizeOf(ingested), places) : []),
        ...(await drawnFaces(tx, photoId, places)),
      ];
      const inherited = inheritFaces(faces, earlier).map((old) => (old === null ? undefined : earlier[old]));
      const heirs = faces.flatMap(({ id }, index) =>
        inherited[index] ? [[inherited[index].id, id] as const] : [],
      );
      const claims = await claimsOn(tx, [photoId, ...rawIds]);
      await standIn(
        tx,
        before.flatMap(({ id }) => (heirs.some(([old]) => old === id) ? [] : [id])),
      );
      const erased = await tx.face.findMany({
        where: { photoId: { in: [photoId, ...rawIds] }, erasedAt: { not: null } },
      });
      const erasedAt = new Map(erased.map(({ id, erasedAt: at }) => [id, at]));
      const followed = new Set(heirs.map(([old]) => old));
      const staying = before.flatMap(({ id }) => (erasedAt.has(id) && !followed.has(id) ? id : []));
      await tx.face.deleteMany({ where: { photoId, id: { notIn: staying } } });
      await tx.face.createMany({
        data: faces.map(({ id, box, score, quality }, index) => ({
          ...{ id, eventId: photo.eventId, photoId, place: places.seal(id, box), score, quality },
          ...{ personId: inherited[index]?.personId ?? null, indexRevision: revision },
          erasedAt: erasedAt.get(inherited[index]?.id ?? '') ?? null,
        })),
      });
      await inheritLinks(tx, heirs);
      await inheritClaims(tx, claims, heirs);
      const kept = new Set([...faces.map((face) => face.id), ...staying]);
      const removedFaceIds = before.map((face) => face.id).filter((id) => !kept.has(id));
      await noteRemoved(tx, place, removedFaceIds);
      removedFaceIds.push(...heirs.flatMap(([old, heir]) => (erasedAt.has(old) ? heir : [])));
      for (const pair of pairs) removedFaceIds.push(...(await joinPair(tx, pair, place)));
      if (ended) {
        await withholdNew(tx, photoId);
        removedFaceIds.push(...found.map(({ id }) => id));
      }
      return { removedFaceIds };
    }, LONG);
  }

  /** Ids of those of the photo's faces whose data were not erased, in the order of their ids. */
  async findFaceIds(photoId: string): Promise<string[]> {
    const rows = await this.database.prisma.face.findMany({
      where: { photoId, erasedAt: null },
      select: { id: true },
      orderBy: { id: 'asc' },
    });
    return rows.map((row) => row.id);
  }

  /**
   * Stores the embeddings of all faces of the photo, and marks grouping due.
   * @param keyRevision of the key that sealed them; see requireKeyRevision
   * @returns false when the photo's faces changed meanwhile: the work is void and is to be done again.
   */
  async saveEmbeddings(
    photoId: string,
    version: string,
    models: EmbeddingModels,
    embeddings: readonly SealedEmbedding[],
    keyRevision?: number,
  ): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const photo = await lockPhoto(tx, photoId);
      if (!photo?.detectedAt) return false;
      const revision =
        embeddings.length > 0 ? await advanceIndex(tx, photo.eventId, { groupingDue: true }) : 0;
      if (embeddings.length > 0) await requireKeyRevision(tx, photo.eventId, keyRevision);
      const faces = await tx.face.findMany({ where: { photoId, erasedAt: null }, select: { id: true } });
      const given = new Set(embeddings.map(({ faceId }) => faceId));
      if (faces.length !== given.size || faces.some(({ id }) => !given.has(id))) return false;
      await tx.$executeRaw`
        update "Face" set embedding = given.embedding, "embeddingModel" = ${models.embedding},
          second = given.second, "secondModel" = case when given.second is not null then ${models.second ?? null} end,
          "embeddingRevision" = ${revision}, "indexRevision" = ${revision}
        from unnest(
          ${embeddings.map(({ faceId }) => faceId)}::uuid[],
          ${embeddings.map(({ embedding }) => embedding)}::bytea[],
          ${embeddings.map(({ second }) => second ?? null)}::bytea[]
        ) as given(face, embedding, second)
        where "Face".id = given.face and "Face"."photoId" = ${photoId}::uuid`;
      await tx.photo.update({
        where: { id: photoId },
        data: { embeddedAt: rowStamp(), embedVersion: version },
      });
      return true;
    }, LONG);
  }

  /** Every face of the event with an embedding of `model` whose photo is not in the trash, in pages, in the order of their ids. */
  async *loadFacesForGrouping(eventId: string, model: string): AsyncGenerator<EmbeddedFace[]> {
    let after: string | undefined;
    for (;;) {
      const rows = await this.database.prisma.face.findMany({
        where: {
          eventId,
          embeddingModel: model,
          embedding: { not: null },
          photo: { deletedAt: null },
          ...(after ? { id: { gt: after } } : {}),
        },
        select: {
          id: true,
          photoId: true,
          personId: true,
          quality: true,
          embedding: true,
          second: true,
          secondModel: true,
          photo: { select: { heldAt: true } },
        },
        orderBy: { id: 'asc' },
        take: PAGE,
      });
      if (rows.length > 0) yield rows.flatMap(embeddedFace);
      after = rows.at(-1)?.id;
      if (rows.length < PAGE) return;
    }
  }
}

function embeddedFace({ embedding, second, secondModel, photo, ...face }: FaceRow): EmbeddedFace[] {
  if (!embedding) return [];
  return [
    {
      ...face,
      waits: photo.heldAt !== null,
      embedding,
      ...(second && secondModel !== null ? { second: { embedding: second, model: secondModel } } : {}),
    },
  ];
}

type FaceRow = Omit<EmbeddedFace, 'embedding' | 'second' | 'waits'> & {
  photo: { heldAt: Date | null };
  embedding: Uint8Array | null;
  second: Uint8Array | null;
  secondModel: string | null;
};

/** A photo of a stadium has hundreds of faces, and another transaction may hold the event for a while. */
const LONG = { maxWait: 10_000, timeout: 60_000 };

interface LockedPhoto {
  id: string;
  eventId: string;
  detectedAt: Date | null;
  rawOf: string | null;
}

/** @param others are locked with it, all in the order of their ids */
async function lockPhoto(
  tx: Prisma.TransactionClient,
  id: string,
  others: readonly string[] = [],
): Promise<LockedPhoto | undefined> {
  const rows = await tx.$queryRaw<LockedPhoto[]>`
    select id, "eventId", "detectedAt", "rawOf" from "Photo" where id = any(${[id, ...others]}::uuid[]) order by id for update`;
  return rows.find((row) => row.id === id);
}

const sizeOf = ({ width, height }: IngestedPhoto): { width: number; height: number } => ({ width, height });
