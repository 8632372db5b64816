/** @module Groups an event's faces as the clusterer would, by what a test says that they look like. */
import { randomUUID } from 'node:crypto';
import { groupFaces } from '@visage/clustering/linkage/cluster.faces';
import type { FaceConstraints } from '@visage/clustering/linkage/face.constraints';
import { settleLinks } from '@visage/clustering/linkage/link.settle';
import { stableIds } from '@visage/clustering/people/stable.ids';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { MatrixProduct } from '@visage/vision/network/matrix.product';
import type { GatewayFixture } from './gateway.fixture.js';

/** Faces that look the same are surely one person, others surely not. */
const THRESHOLD = 0.5;

/** @param looks one number a look, counted from 0, in the order of the faces' ids. */
export async function groupAsThoughAlike(
  { database }: GatewayFixture,
  eventId: string,
  looks: readonly number[],
): Promise<void> {
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const faces = await database.prisma.face.findMany({ where: { eventId }, orderBy: { id: 'asc' } });
  const people = new PersonRepository(database);
  const dimensions = Math.max(...looks) + 1;
  const embeddings = Float32Array.from(
    faces.flatMap((_, face) => Array.from({ length: dimensions }, (_, k) => (looks[face] === k ? 1 : 0))),
  );
  const ids = faces.map(({ id }) => id);
  const { clusters, unassigned } = await groupFaces({
    ...{
      embeddings,
      dimensions,
      threshold: THRESHOLD,
      product: MatrixProduct.with(),
      constraints: await constraintsOf(database, eventId, ids),
    },
    ...{ photoIds: faces.map(({ photoId }) => photoId), quality: faces.map(({ quality }) => quality) },
  });
  const idOf = (face: number): string => ids[face] ?? '';
  const groups = clusters.map((cluster) => cluster.faces.map(idOf));
  const previous = (await people.findStandings(eventId)).map((person) => ({
    ...person,
    faceIds: faces.filter((face) => face.personId === person.id).map((face) => face.id),
  }));
  const personIds = stableIds(previous, groups);
  await people.writePeople({
    ...{ eventId, revision, unassignedFaceIds: unassigned.map(idOf) },
    people: clusters.map(({ cover }, group) => ({
      ...{ id: personIds[group] ?? randomUUID(), coverFaceId: idOf(cover), faceIds: groups[group] ?? [] },
    })),
  });
}

async function constraintsOf(
  database: GatewayFixture['database'],
  eventId: string,
  ids: readonly string[],
): Promise<FaceConstraints> {
  const links = await new FaceLinkRepository(database).findOfEvent(eventId);
  return settleLinks(
    links.map(({ kind, faceA, faceB }) => ({
      kind,
      pair: [ids.indexOf(faceA), ids.indexOf(faceB)] as const,
    })),
  );
}
