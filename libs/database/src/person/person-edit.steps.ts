/** @module What corrections of people are made of. Each step runs within the transaction of its correction. */
import { randomUUID } from 'node:crypto';
import { moveFaces } from '../face/face-change.repository.js';
import type { FaceLinkRecord } from '../face/face-link.repository.js';
import type { Person, Prisma } from '../generated/client.js';
import type { EditBefore } from './person-edit.record.js';

export type Transaction = Prisma.TransactionClient;

/** A person of ten thousand photos. */
export const LONG = { maxWait: 10_000, timeout: 60_000 };

export async function lockEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.$queryRaw`select 1 from "Event" where id = ${eventId}::uuid for no key update`;
}

export async function touchEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.event.update({ where: { id: eventId }, data: { facesRevision: { increment: 1 } } });
}

export async function facesOf(
  tx: Transaction,
  personId: { in: string[] } | string,
): Promise<{ id: string; personId: string }[]> {
  const rows = await tx.face.findMany({
    where: { personId },
    select: { id: true, personId: true },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap((row) => (row.personId === null ? [] : [{ id: row.id, personId: row.personId }]));
}

export async function faceIdsOf(tx: Transaction, personId: string): Promise<string[]> {
  return (await facesOf(tx, personId)).map(({ id }) => id);
}

/** The first face with each of the others. */
export function star(kind: FaceLinkRecord['kind'], [faceA, ...others]: readonly string[]): FaceLinkRecord[] {
  return faceA === undefined ? [] : others.map((faceB) => ({ kind, faceA, faceB }));
}

export function plain({ people, faces }: EditBefore): Prisma.InputJsonObject {
  const rows = people.map(({ id, name, coverFaceId, coverChosen, hiddenAt }) => ({
    ...{ id, name, coverFaceId, coverChosen },
    hiddenAt: hiddenAt?.toISOString() ?? null,
  }));
  return { people: rows, faces: faces.map(({ id, personId }) => ({ id, personId })) };
}

/** Faces and people that are gone since are passed over. */
export async function restore(
  tx: Transaction,
  eventId: string,
  { people, faces }: EditBefore,
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
  await moveFaces(
    tx,
    eventId,
    owned.map(({ id }) => id),
    owned.map(({ personId }) => personId),
  );
  await tx.$executeRaw`
    delete from "Person" where "eventId" = ${eventId}::uuid
      and not exists (select 1 from "Face" where "Face"."personId" = "Person".id)`;
}

/** The faces that leave become a person of their own. @returns its id, and the links that keep the two apart */
export async function partFaces(
  tx: Transaction,
  person: Pick<Person, 'id' | 'eventId' | 'coverFaceId'>,
  { leaving, kept }: { leaving: readonly string[]; kept: readonly string[] },
): Promise<{ newId: string; links: FaceLinkRecord[] }> {
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
    await tx.person.update({
      where: { id: person.id },
      data: { coverFaceId: kept[0] ?? null, coverChosen: false },
    });
  }
  return {
    newId,
    links: [
      ...star('must', leaving),
      ...kept.map((faceB): FaceLinkRecord => ({ kind: 'cannot', faceA: first, faceB })),
    ],
  };
}
