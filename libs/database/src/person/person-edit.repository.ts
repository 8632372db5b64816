/**
 * @module What organizers correct about people. Each correction is one transaction that also says how it is undone; those
 * that move faces leave links behind that every later grouping keeps to, and make grouping due. What they write grows with
 * what they move, however many faces stay.
 */
import { lockEvent } from '../event/event.lock.js';
import { GUEST_EDIT_KINDS, type PersonAppearance, type PersonEdit } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { moveFaces } from '../face/face-change.repository.js';
import type { NewFaceLink } from '../face/face-link.repository.js';
import type { Person, Prisma } from '../generated/client.js';
import {
  editBeforeSchema,
  toPersonEdit,
  withAuthor,
  type EditBefore,
  type EditDetail,
} from './person-edit.record.js';
import {
  LONG,
  isStricter,
  partFaces,
  plain,
  restore,
  touchEvent,
  tryOnly,
  type Transaction,
  type UndoneEdit,
} from './person-edit.steps.js';
import { followHeirs } from './person.heir.js';
import {
  agreedFor,
  showAsAgreed,
  shownMore,
  takeBackAgreements,
  type Retraction,
} from '../objection/objection.agreement.js';
import { noteWish } from '../photo/photo.wishes.js';
import { rowStamp } from '../client/row.stamp.js';

/** Who corrects which event. */
export interface EditedBy {
  eventId: string;
  userId: string;
  /** May take back what was agreed to after an objection, as those may who answer it; absent = no. */
  answers?: boolean;
}

/** What is absent stays as it is; no name = nameless again. */
export interface PersonChange {
  name?: string | null | undefined;
  hidden?: boolean | undefined;
  appearance?: PersonAppearance | undefined;
  seesOwn?: boolean | undefined;
  coverFaceId?: string | undefined;
}

/**
 * `person`: no such person in the event; `face`: not a face of the person; `all-faces`: nobody would be left; `names`: people of
 * several names become one, and nobody said which of these stays; `agreed`: somebody would be shown more than was agreed to after an
 * objection, and nobody who may has taken that answer back.
 */
export type PersonEditFault = 'person' | 'face' | 'all-faces' | 'names' | 'agreed';

export class PersonEditError extends Error {
  override readonly name = 'PersonEditError';

  constructor(readonly fault: PersonEditFault) {
    super(`people cannot be changed like this: ${fault}`);
  }
}

export class PersonEditRepository {
  constructor(private readonly database: Database) {}

  /**
   * All of it or nothing. Each part of it that changes something can be undone alone.
   * @param retraction what those read whose objections were agreed to, where that is taken back by it
   * @returns these objections
   * @throws PersonEditError `face` when the cover is not the person's; `agreed`
   */
  async change(
    by: EditedBy,
    personId: string,
    change: PersonChange,
    retraction?: Retraction,
  ): Promise<string[]> {
    let takenBack: string[] = [];
    await this.edit(by, async (tx) => {
      const { appearance = 'withheld', seesOwn = false } = change;
      const agreed = await agreedFor(tx, personId);
      if (agreed !== null && seesOwn && !by.answers) throw new PersonEditError('agreed');
      if (agreed !== null && isStricter(agreed, appearance)) {
        if (!by.answers || !retraction) throw new PersonEditError('agreed');
        takenBack = await takeBackAgreements(tx, personId, appearance, retraction);
      }
      return changePerson(tx, by.eventId, personId, change);
    });
    return takenBack;
  }

  /**
   * The others become this person, for whom holds from then on what any of them wished about being shown.
   * @param chosen which of their names stays; to be given where they have several
   * @throws PersonEditError
   */
  merge(by: EditedBy, personId: string, otherIds: readonly string[], chosen?: string): Promise<void> {
    return this.edit(by, async (tx) => {
      const person = await findPerson(tx, by.eventId, personId);
      const others: Person[] = [];
      for (const id of new Set(otherIds))
        if (id !== personId) others.push(await findPerson(tx, by.eventId, id));
      if (others.length === 0) return [];
      const names = new Set([person, ...others].flatMap(({ name }) => name ?? []));
      if (chosen === undefined ? names.size > 1 : !names.has(chosen)) throw new PersonEditError('names');
      const owners = { in: others.map(({ id }) => id) };
      const ofOthers = {
        where: { personId: owners },
        select: { id: true, personId: true },
        orderBy: { id: 'asc' },
      } as const;
      const moved = (await tx.face.findMany(ofOthers)).flatMap(ownedRow);
      const links = (await tx.faceLink.findMany(ofOthers)).flatMap(ownedRow);
      const followed = await followHeirs(tx, by.eventId, new Map(others.map(({ id }) => [id, personId])));
      await moveFaces(
        tx,
        by.eventId,
        moved.map(({ id }) => id),
        moved.map(() => personId),
      );
      await tx.person.deleteMany({ where: { id: owners } });
      const { hiddenAt, appearance, seesOwn } = await findPerson(tx, by.eventId, personId);
      const shownOtherwise = appearance !== person.appearance || seesOwn !== person.seesOwn;
      if ([person, ...others].some((one) => one.appearance !== 'open')) await noteWish(tx, by.eventId);
      const [name = null] = chosen === undefined ? names : [chosen];
      await tx.person.update({ where: { id: personId }, data: { name } });
      const after = {
        ...(name !== person.name && { name }),
        ...(hiddenAt?.getTime() !== person.hiddenAt?.getTime() && { hiddenAt }),
        ...(shownOtherwise && { appearance, seesOwn }),
      };
      const faces = moved.map((face) => ({ ...face, to: personId }));
      return [
        {
          kind: 'merge',
          detail: { personId, name: person.name, newName: name, count: others.length },
          before: { people: [person, ...others], faces, links, after, followed },
          links: moved.map(({ id: faceA }) => ({ kind: 'must', faceA, personId })),
        },
      ];
    });
  }

  /**
   * These faces are not this person. They become a person of their own, which grouping may then find to be another.
   * @returns the new person's id
   * @throws PersonEditError when one of them is not the person's, or they are all there are
   */
  async split(by: EditedBy, personId: string, faceIds: readonly string[]): Promise<string> {
    let partedId = '';
    await this.edit(by, async (tx) => {
      const person = await findPerson(tx, by.eventId, personId);
      const leaving = [...new Set(faceIds)];
      const theirs = await tx.face.count({ where: { personId, id: { in: leaving } } });
      if (theirs !== leaving.length) throw new PersonEditError('face');
      if (theirs === (await tx.face.count({ where: { personId } }))) throw new PersonEditError('all-faces');
      // who only sorts takes nobody out of what an objection hides, by saying who that is not
      const stays = !by.answers && (await agreedFor(tx, personId)) !== null;
      const { newId, links } = await partFaces(tx, person, leaving, { keepsWish: stays });
      await showAsAgreed(tx, leaving);
      partedId = newId;
      return [
        {
          kind: 'part',
          detail: { personId, name: person.name, count: leaving.length },
          before: {
            people: [person],
            faces: leaving.map((id) => ({ id, personId, to: newId })),
            ...{ links: [], after: {} },
          },
          links,
        },
      ];
    });
    return partedId;
  }

  /**
   * Takes back a correction of organizers, the newest that stands unless one is named. What was changed since stays.
   * @returns null when there is none
   * @throws PersonEditError `agreed`
   */
  undo(eventId: string, editId?: string): Promise<UndoneEdit | null> {
    return this.database.prisma.$transaction((tx) => undoEdit(tx, eventId, editId), LONG);
  }

  /** What `undo` would do. */
  foresee(eventId: string, editId: string): Promise<UndoneEdit | null> {
    return tryOnly(this.database, (tx) => undoEdit(tx, eventId, editId));
  }

  /** The newest first. */
  async history(eventId: string, limit: number): Promise<PersonEdit[]> {
    const rows = await this.database.prisma.personEdit.findMany({
      where: { eventId },
      orderBy: { id: 'desc' },
      take: limit,
      include: withAuthor,
    });
    return rows.map(toPersonEdit);
  }

  private async edit(by: EditedBy, work: (tx: Transaction) => Promise<Correction[]>): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, by.eventId);
      await writeCorrections(tx, by, await work(tx));
    }, LONG);
  }
}

/** In a transaction that holds the event's row; as each of it is undone. @throws PersonEditError */
export async function changePerson(
  tx: Transaction,
  eventId: string,
  personId: string,
  change: PersonChange,
): Promise<Correction[]> {
  const { name, hidden, coverFaceId } = change;
  const corrections: Correction[] = [];
  const update = async (
    kind: PersonEdit['kind'],
    data: Prisma.PersonUncheckedUpdateInput & EditBefore['after'],
  ): Promise<void> => {
    const person = await findPerson(tx, eventId, personId);
    await tx.person.update({ where: { id: personId }, data });
    const { coverChosen: _, ...after } = data;
    const detail = {
      personId,
      name: person.name,
      ...(after.name !== undefined && { newName: after.name }),
    };
    corrections.push({ kind, detail, before: { people: [person], faces: [], links: [], after } });
  };
  const person = await findPerson(tx, eventId, personId);
  if (name !== undefined && name !== person.name) await update('name', { name });
  if (hidden !== undefined && hidden !== (person.hiddenAt !== null)) {
    await update(hidden ? 'hide' : 'show', { hiddenAt: hidden ? rowStamp() : null });
  }
  const { appearance = person.appearance } = change;
  const seesOwn = appearance === 'withheld' && (change.seesOwn ?? person.seesOwn);
  if (appearance !== person.appearance || seesOwn !== person.seesOwn) {
    await update(APPEARANCE_EDITS[appearance], { appearance, seesOwn });
    await noteWish(tx, eventId);
  }
  if (coverFaceId !== undefined) {
    if ((await tx.face.count({ where: { id: coverFaceId, personId } })) === 0)
      throw new PersonEditError('face');
    await update('cover', { coverFaceId, coverChosen: true });
  }
  return corrections;
}

export async function writeCorrections(
  tx: Transaction,
  { eventId, userId }: Pick<EditedBy, 'eventId' | 'userId'>,
  corrections: readonly Correction[],
): Promise<void> {
  for (const { kind, detail, before, links } of corrections) {
    const { id: editId } = await tx.personEdit.create({
      data: { eventId, userId, kind, detail, before: plain(before) },
    });
    if (links === undefined) continue;
    await tx.faceLink.createMany({ data: links.map((link) => ({ ...link, eventId, editId })) });
    await touchEvent(tx, eventId);
  }
}

async function undoEdit(
  tx: Transaction,
  eventId: string,
  id: string | undefined,
): Promise<UndoneEdit | null> {
  await lockEvent(tx, eventId);
  const edit = await tx.personEdit.findFirst({
    where: {
      eventId,
      undoneAt: null,
      kind: { notIn: [...GUEST_EDIT_KINDS] },
      ...(id !== undefined && { id }),
    },
    orderBy: { id: 'desc' },
  });
  if (!edit) return null;
  const before = await shownMore(tx, eventId);
  const restored = await restore(tx, eventId, editBeforeSchema.parse(edit.before), 'nothing');
  if ([...(await shownMore(tx, eventId))].some((personId) => !before.has(personId)))
    throw new PersonEditError('agreed');
  await noteWish(tx, eventId);
  await tx.faceLink.deleteMany({ where: { editId: edit.id } });
  if (edit.kind === 'merge' || edit.kind === 'part') await touchEvent(tx, eventId);
  const undone = await tx.personEdit.update({
    where: { id: edit.id },
    data: { undoneAt: rowStamp() },
    include: withAuthor,
  });
  return { ...toPersonEdit(undone), ...restored };
}

const APPEARANCE_EDITS = { open: 'reveal', blurred: 'blur', withheld: 'withhold' } as const;

export interface Correction {
  kind: PersonEdit['kind'];
  detail: EditDetail;
  before: EditBefore;
  /** Given by corrections that move faces. */
  links?: NewFaceLink[];
}

const ownedRow = ({
  id,
  personId,
}: {
  id: string | bigint;
  personId: string | null;
}): { id: string; personId: string }[] => (personId === null ? [] : [{ id: String(id), personId }]);

async function findPerson(tx: Transaction, eventId: string, id: string): Promise<Person> {
  const person = await tx.person.findFirst({ where: { id, eventId } });
  if (!person) throw new PersonEditError('person');
  return person;
}
