/** @module What corrections of people are made of. Each step runs within the transaction of its correction. */
import { randomUUID } from 'node:crypto';
import { moveFaces } from '../face/face-change.repository.js';
import { reassignFaces, unfollow } from './person.heir.js';
import { star, type NewFaceLink } from '../face/face-link.repository.js';
import type { Person, Prisma } from '../generated/client.js';
import type { EditBefore } from './person-edit.record.js';

export type Transaction = Prisma.TransactionClient;

/** A person of ten thousand photos. */
export const LONG = { maxWait: 10_000, timeout: 60_000 };

export async function touchEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.event.update({ where: { id: eventId }, data: { facesRevision: { increment: 1 } } });
}

export function plain({ people, faces, links, followed }: EditBefore): Prisma.InputJsonObject {
  const rows = people.map(({ id, name, coverFaceId, coverChosen, hiddenAt }) => ({
    ...{ id, name, coverFaceId, coverChosen },
    hiddenAt: hiddenAt?.toISOString() ?? null,
  }));
  return {
    people: rows,
    faces: faces.map(({ id, personId }) => ({ id, personId })),
    links: links.map(({ id, personId }) => ({ id, personId })),
    ...(followed && { followed }),
  };
}

/** Faces, people and links that are gone since are passed over. */
export async function restore(
  tx: Transaction,
  eventId: string,
  { people, faces, links, followed }: EditBefore,
): Promise<void> {
  for (const { id, name, coverChosen, hiddenAt, coverFaceId } of people) {
    const cover =
      coverFaceId === null
        ? null
        : await tx.face.findFirst({ where: { id: coverFaceId, eventId }, select: { id: true } });
    const data = { name, coverChosen, hiddenAt, coverFaceId: cover?.id ?? null };
    await tx.person.upsert({ where: { id }, create: { id, eventId, ...data }, update: data });
  }
  const owners = await tx.person.findMany({
    where: { id: { in: faces.map(({ personId }) => personId) } },
    select: { id: true },
  });
  const owned = faces.filter(({ personId }) => owners.some(({ id }) => id === personId));
  await reassignFaces(
    tx,
    eventId,
    owned.map(({ id }) => id),
    owned.map(({ personId }) => personId),
    'everybody',
  );
  await tx.$executeRaw`
    update "FaceLink" set "personId" = given.person
    from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ personId }) => personId)}::uuid[]) as given(link, person)
    where "FaceLink".id = given.link and "FaceLink"."eventId" = ${eventId}::uuid`;
  if (followed) await unfollow(tx, eventId, followed);
}

/** The faces that leave become a person of their own. @returns its id, and the links that keep them apart from the person */
export async function partFaces(
  tx: Transaction,
  person: Pick<Person, 'id' | 'eventId' | 'coverFaceId'>,
  leaving: readonly string[],
): Promise<{ newId: string; links: NewFaceLink[] }> {
  const [first = ''] = leaving;
  const newId = randomUUID();
  await tx.person.create({ data: { id: newId, eventId: person.eventId, coverFaceId: first } });
  await moveFaces(
    tx,
    person.eventId,
    leaving,
    leaving.map(() => newId),
  );
  if (person.coverFaceId !== null && leaving.includes(person.coverFaceId)) {
    const kept = await tx.face.findFirst({ where: { personId: person.id }, orderBy: { id: 'asc' } });
    await tx.person.update({
      where: { id: person.id },
      data: { coverFaceId: kept?.id ?? null, coverChosen: false },
    });
  }
  return { newId, links: [...star('must', leaving), { kind: 'cannot', faceA: first, personId: person.id }] };
}
