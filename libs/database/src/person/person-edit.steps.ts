/** @module What corrections of people are made of. Each step runs within the transaction of its correction. */
import { randomUUID } from 'node:crypto';
import {
  personAppearanceSchema,
  type PersonAppearance,
  type UndonePersonEdit,
} from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { moveFaces } from '../face/face-change.repository.js';
import { heirsOf, reassignFaces, unfollow } from './person.heir.js';
import { star, type NewFaceLink } from '../face/face-link.repository.js';
import type { Person, Prisma } from '../generated/client.js';
import { uniteMatches } from '../guest/guest.match.js';
import { keepShown } from '../guest/shown-photo.keep.js';
import type { EditBefore } from './person-edit.record.js';

export type Transaction = Prisma.TransactionClient;

/** A person of ten thousand photos. */
export const LONG = { maxWait: 10_000, timeout: 60_000 };

/** Grouping is due. */
export async function touchEvent(tx: Transaction, eventId: string): Promise<void> {
  await tx.event.update({ where: { id: eventId }, data: { facesRevision: { increment: 1 } } });
}

export function plain({ people, faces, links, after, followed }: EditBefore): Prisma.InputJsonObject {
  const rows = people.map(({ id, name, coverFaceId, coverChosen, hiddenAt, appearance, seesOwn }) => ({
    ...{ id, name, coverFaceId, coverChosen, appearance, seesOwn },
    hiddenAt: hiddenAt?.toISOString() ?? null,
  }));
  const { hiddenAt, ...changed } = after;
  return {
    people: rows,
    faces: faces.map(({ id, personId, to }) => ({ id, personId, ...(to !== undefined && { to }) })),
    links: links.map(({ id, personId }) => ({ id, personId })),
    after: { ...changed, ...(hiddenAt !== undefined && { hiddenAt: hiddenAt?.toISOString() ?? null }) },
    ...(followed && { followed }),
  };
}

/** A correction that is taken back. */
export type UndoneEdit = UndonePersonEdit;
/** How far. */
export type Restored = Pick<UndoneEdit, 'back' | 'stays'>;

/** What `work` would answer: whatever it does is rolled back. */
export async function tryOnly<T>(
  database: Database,
  work: (tx: Transaction) => Promise<T | null>,
): Promise<T | null> {
  let answer: T | null = null;
  const over = new Error('it was only tried');
  try {
    await database.prisma.$transaction(async (tx) => {
      answer = await work(tx);
      throw over;
    }, LONG);
  } catch (error) {
    if (error !== over) throw error;
  }
  return answer;
}

/**
 * Takes back what a correction did, whatever came after it: what somebody has changed since stays as it is.
 * @param keep as in reassignFaces
 */
export async function restore(
  tx: Transaction,
  eventId: string,
  { people, faces, links, after, followed }: EditBefore,
  keep: 'shown' | 'nothing',
): Promise<Restored> {
  const now = await heirsOf(
    tx,
    faces.flatMap(({ to }) => to ?? []),
  );
  const rows = await tx.face.findMany({
    where: { id: { in: faces.map(({ id }) => id) }, eventId },
    select: { id: true, personId: true },
  });
  const owners = new Map(rows.map(({ id, personId }) => [id, personId]));
  const said = await movedByGuests(tx, eventId, [...owners.keys()]);
  const left = faces.filter(({ id, to }) => {
    const owner = owners.get(id);
    return owner !== undefined && (to === undefined || owner === now(to) || owner === said.get(id));
  });
  const revived = await revive(tx, eventId, await withLaterWish(tx, { people, after }, left, now), left);
  const going = left.filter(({ personId }) => revived.has(personId));
  const moves = [going.map(({ id }) => id), going.map(({ personId }) => personId)] as const;
  await reassignFaces(tx, eventId, ...moves, keep);
  await tx.$executeRaw`
    update "FaceLink" set "personId" = given.person
    from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ personId }) => personId)}::uuid[]) as given(link, person)
    where "FaceLink".id = given.link and "FaceLink"."eventId" = ${eventId}::uuid and given.person = any(${[...revived]}::uuid[])`;
  if (followed) await unfollow(tx, eventId, followed, (id) => whoIs(tx, eventId, id, { people, faces }));
  const [changed] = people;
  const fields = changed ? await unchange(tx, eventId, changed, after) : { back: 0, stays: 0 };
  return { back: going.length + fields.back, stays: faces.length - going.length + fields.stays };
}

/** Faces that left a person by what a guest said of that person, with whose they became: they are nobody's by an organizer. */
async function movedByGuests(
  tx: Transaction,
  eventId: string,
  faceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; to: string }[]>`
    select face->>'id' as id, face->>'to' as to
    from "PersonEdit" said cross join jsonb_array_elements(said.before->'faces') face
    where said."eventId" = ${eventId}::uuid and said.kind = 'notMe' and said."undoneAt" is null
      and face->>'id' = any(${[...faceIds]}::text[])
    order by said.id`;
  return new Map(rows.map(({ id, to }) => [id, to]));
}

/** What was wished since for whoever some became was wished for them, too. */
async function withLaterWish(
  tx: Transaction,
  { people, after }: Pick<EditBefore, 'people' | 'after'>,
  faces: EditBefore['faces'],
  now: (personId: string) => string,
): Promise<EditBefore['people']> {
  const [first] = people;
  const to = faces.find((face) => face.to !== undefined)?.to;
  const became = to === undefined ? null : await tx.person.findUnique({ where: { id: now(to) } });
  if (!first || !became || became.appearance === (after.appearance ?? first.appearance)) return people;
  return people.map((person) =>
    isStricter(became.appearance, person.appearance)
      ? { ...person, appearance: became.appearance, seesOwn: became.seesOwn }
      : person,
  );
}

/** Those whom faces go back to live again, as they were. @returns who of them there is */
async function revive(
  tx: Transaction,
  eventId: string,
  people: EditBefore['people'],
  faces: EditBefore['faces'],
): Promise<Set<string>> {
  const wanted = [...new Set(faces.map(({ personId }) => personId))];
  const living = await tx.person.findMany({ where: { id: { in: wanted }, eventId }, select: { id: true } });
  const ids = new Set(living.map(({ id }) => id));
  for (const person of people) {
    if (ids.has(person.id) || !wanted.includes(person.id)) continue;
    await live(tx, eventId, person);
    ids.add(person.id);
  }
  return ids;
}

async function live(
  tx: Transaction,
  eventId: string,
  { id, coverFaceId, ...person }: EditBefore['people'][number],
): Promise<void> {
  const cover = await tx.face.findFirst({ where: { id: coverFaceId ?? id, eventId }, select: { id: true } });
  await tx.endedPerson.deleteMany({ where: { id } });
  await tx.person.create({ data: { id, eventId, ...person, coverFaceId: cover?.id ?? null } });
}

/**
 * Whom somebody is once the correction that ended them is taken back, of whom no face went back because these are others' by now:
 * whoever has most of them, and not whom the correction had made them. Without any they live again, and nothing shows them.
 */
async function whoIs(
  tx: Transaction,
  eventId: string,
  id: string,
  { people, faces }: Pick<EditBefore, 'people' | 'faces'>,
): Promise<string> {
  if ((await tx.person.count({ where: { id, eventId } })) > 0) return id;
  const theirs = faces.flatMap((face) => (face.personId === id ? face.id : []));
  const [heir] = await tx.$queryRaw<{ id: string }[]>`
    select "personId" as id from "Face"
    where id = any(${theirs}::uuid[]) and "eventId" = ${eventId}::uuid and "personId" is not null
    group by "personId" order by count(*) desc, "personId" limit 1`;
  if (heir) return heir.id;
  const person = people.find((one) => one.id === id);
  if (!person) throw new Error(`the correction does not know ${id}, whom it ended`);
  await live(tx, eventId, person);
  return id;
}

export const isStricter = (a: PersonAppearance, b: PersonAppearance): boolean =>
  personAppearanceSchema.options.indexOf(a) > personAppearanceSchema.options.indexOf(b);

/** What a correction changed of a person becomes again what it was, field by field. */
async function unchange(
  tx: Transaction,
  eventId: string,
  { id, name, hiddenAt, appearance, seesOwn, coverFaceId, coverChosen }: EditBefore['people'][number],
  after: EditBefore['after'],
): Promise<Restored> {
  const person = await tx.person.findFirst({ where: { id, eventId } });
  const result: Restored = { back: 0, stays: 0 };
  const take = async (unchanged: boolean, data: Prisma.PersonUncheckedUpdateInput): Promise<void> => {
    if (unchanged) await tx.person.update({ where: { id }, data });
    result[unchanged ? 'back' : 'stays'] += 1;
  };
  if (after.name !== undefined) await take(person?.name === after.name, { name });
  if (after.hiddenAt !== undefined)
    await take(person?.hiddenAt?.getTime() === after.hiddenAt?.getTime(), { hiddenAt });
  if (after.appearance !== undefined) {
    const unchanged = person?.appearance === after.appearance && person.seesOwn === after.seesOwn;
    await take(unchanged, { appearance, seesOwn });
  }
  if (after.coverFaceId !== undefined) {
    const cover = await tx.face.findFirst({
      where: { id: coverFaceId ?? id, personId: id },
      select: { id: true },
    });
    const data = { coverFaceId: cover?.id ?? null, coverChosen: coverChosen && cover !== null };
    await take(person?.coverFaceId === after.coverFaceId, data);
  }
  return result;
}

/**
 * The faces that leave become a person of their own.
 * @param by `guestId` by whose word they leave; what others were shown stays theirs. Absent = an organizer's. `keepsWish`: what was
 * wished for the person is wished for them too; it always is where a guest says so
 * @returns its id, and the links that keep them apart from the person
 */
export async function partFaces(
  tx: Transaction,
  person: Pick<Person, 'id' | 'eventId' | 'coverFaceId' | 'appearance'>,
  leaving: readonly string[],
  { guestId: but, keepsWish = but !== undefined }: { guestId?: string; keepsWish?: boolean } = {},
): Promise<{ newId: string; links: NewFaceLink[] }> {
  const [first = ''] = leaving;
  const newId = randomUUID();
  const { eventId } = person;
  // no guest ends what somebody wishes by saying who that is not
  const appearance = keepsWish ? person.appearance : 'open';
  await tx.person.create({ data: { id: newId, eventId, coverFaceId: first, appearance } });
  const owners = leaving.map(() => newId);
  const move = (): Promise<void> => moveFaces(tx, person.eventId, leaving, owners);
  if (but === undefined) await uniteMatches(tx, person.id);
  await (but === undefined ? move() : keepShown(tx, person.eventId, leaving, owners, move, but));
  if (person.coverFaceId !== null && leaving.includes(person.coverFaceId)) {
    const kept = await tx.face.findFirst({ where: { personId: person.id }, orderBy: { id: 'asc' } });
    await tx.person.update({
      where: { id: person.id },
      data: { coverFaceId: kept?.id ?? null, coverChosen: false },
    });
  }
  return { newId, links: [...star('must', leaving), { kind: 'cannot', faceA: first, personId: person.id }] };
}
