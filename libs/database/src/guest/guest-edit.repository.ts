/**
 * @module What guests say about photos: not in it, or in it. For the guest it counts by itself; what it teaches about people
 * is links between faces, as organizers' corrections leave them, and weighs no more than one guest's word may: see
 * `learnFrom` and `claimWaits`. A guest has one word about a photo, the newest.
 */
import { requireKeyRevision } from '../event/event-key.repository.js';
import { lockEvent } from '../event/event.lock.js';
import { randomUUID } from 'node:crypto';
import { claimWaits, type ClaimedPerson } from '@visage/access/access.correction';
import type { Box } from '@visage/contracts/geometry.contract';
import { GUEST_EDIT_KINDS, type PersonEdit } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { star, type FaceLinkRecord, type NewFaceLink } from '../face/face-link.repository.js';
import { boxOf, storedPlace, type FacePlaces } from '../face/face.place.js';
import { overlapOf } from '../face/face.record.js';
import type { Face, Person, PersonEdit as EditRow } from '../generated/client.js';
import { guestStatementsOf } from './guest.statements.js';
import {
  editBeforeSchema,
  editDetailSchema,
  toPersonEdit,
  withAuthor,
  type EditBefore,
  type EditDetail,
} from '../person/person-edit.record.js';
import {
  LONG,
  partFaces,
  plain,
  restore,
  touchEvent,
  tryOnly,
  type Restored,
  type Transaction,
  type UndoneEdit,
} from '../person/person-edit.steps.js';
import { rowStamp } from '../client/row.stamp.js';

export interface SaidBy {
  eventId: string;
  guestId: string;
}

/** A face that was found, or a box in pixels of the upright image, with what tells which face it means and seals it. */
export type ClaimedPlace = { faceId: string } | { box: Box; places: FacePlaces };

/** The photo has no such face. */
export class ClaimedFaceError extends Error {
  override readonly name = 'ClaimedFaceError';
}

/** A box drawn around a face that was found means this face. */
const SAME_FACE = 0.3;
/** Clear faces of the guest that a claimed one is tied to: enough that it neither comes off nor takes one of them along. */
const ANCHORS = 10;
const NOTHING: EditBefore = { people: [], faces: [], links: [], after: {} };

export class GuestEditRepository {
  constructor(private readonly database: Database) {}

  /** "That's not me." */
  disown(by: SaidBy, photoId: string): Promise<void> {
    return this.aboutPhoto(by.eventId, photoId, async (tx) => {
      await takeBack(tx, by.guestId, photoId);
      const personIds = await peopleOf(tx, by.guestId);
      const faces = await tx.face.findMany({ where: { photoId, personId: { in: personIds } } });
      const [face] = faces.length === 1 ? faces : [];
      const person =
        face?.personId == null ? null : await tx.person.findUnique({ where: { id: face.personId } });
      const learnt =
        face && person
          ? await learnFrom(tx, { ...by, personIds }, face, person)
          : { links: [], moved: [], strangerId: null };
      const said = await write(tx, by, {
        ...{ kind: 'notMe', photoId, waiting: false, links: learnt.links },
        detail: {
          personId: face?.personId ?? null,
          name: person?.name ?? null,
          faceId: face?.id ?? null,
          strangerId: learnt.strangerId,
        },
        before: { ...NOTHING, faces: learnt.moved },
      });
      const notTheirs = [
        { photoId },
        ...(learnt.strangerId === null ? [] : [{ personId: learnt.strangerId }]),
      ];
      await tx.matchedFace.updateMany({
        where: { guestId: by.guestId, disownedBy: null, face: { OR: notTheirs } },
        data: { disownedBy: said.id },
      });
    });
  }

  /** "I'm in this one." A box that is drawn where no face was found is kept sealed. @throws ClaimedFaceError, KeyRotatedError */
  claim({ eventId, guestId }: SaidBy, photoId: string, target: ClaimedPlace): Promise<'added' | 'waiting'> {
    return this.aboutPhoto(eventId, photoId, async (tx) => {
      if ('box' in target) await requireKeyRevision(tx, eventId, target.places.keyRevision);
      await takeBack(tx, guestId, photoId);
      const by = { eventId, guestId };
      const personIds = await peopleOf(tx, guestId);
      const face = await claimedFace(tx, photoId, target);
      // the guest had disowned it, and was recognised all the same
      if (face?.personId != null && personIds.includes(face.personId)) return 'added';
      const person = face?.personId == null ? null : await claimedPerson(tx, face.personId, guestId);
      const undone = await tx.personEdit.count({ where: { guestId, photoId, kind: 'mine' } });
      const waiting = undone > 0 || claimWaits(person);
      const faceId = face?.id ?? randomUUID();
      await write(tx, by, {
        ...{ kind: 'mine', photoId, waiting, before: NOTHING },
        detail: {
          personId: face?.personId ?? null,
          name: person?.name ?? null,
          faceId,
        },
        place: face || !('box' in target) ? null : target.places.seal(faceId, target.box),
        links: waiting ? [] : await tiesOf(tx, { guestId, personIds }, faceId),
      });
      return waiting ? 'waiting' : 'added';
    });
  }

  /** The guest says nothing about the photo any more. @returns whether they had said anything. */
  takeBack({ eventId, guestId }: SaidBy, photoId: string): Promise<boolean> {
    return this.aboutPhoto(eventId, photoId, (tx) => takeBack(tx, guestId, photoId));
  }

  /** The organizer agrees to a claim. @returns null when there is none that waits */
  accept(eventId: string, editId: string): Promise<PersonEdit | null> {
    return this.database.prisma.$transaction(async (tx) => {
      const edit = await findStatement(tx, eventId, editId);
      if (!edit?.waiting || edit.guestId === null) return null;
      const { guestId } = edit;
      const by = { guestId, personIds: await peopleOf(tx, guestId) };
      await link(tx, edit, await tiesOf(tx, by, editDetailSchema.parse(edit.detail).faceId));
      const where = { id: editId };
      return toPersonEdit(
        await tx.personEdit.update({ where, data: { waiting: false }, include: withAuthor }),
      );
    }, LONG);
  }

  /** The organizer takes back what a guest said, or refuses a claim. @returns null when there is nothing to undo */
  undo(eventId: string, editId: string): Promise<UndoneEdit | null> {
    return this.database.prisma.$transaction((tx) => undoStatement(tx, eventId, editId), LONG);
  }

  /** What `undo` would do. */
  foresee(eventId: string, editId: string): Promise<UndoneEdit | null> {
    return tryOnly(this.database, (tx) => undoStatement(tx, eventId, editId));
  }

  private aboutPhoto<T>(eventId: string, photoId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.prisma.$transaction(async (tx) => {
      // in the order of face.repository.ts
      await tx.$queryRaw`select 1 from "Photo" where id = ${photoId}::uuid for key share`;
      await lockEvent(tx, eventId);
      return work(tx);
    }, LONG);
  }
}

async function findStatement(tx: Transaction, eventId: string, id: string): Promise<EditRow | null> {
  await lockEvent(tx, eventId);
  return tx.personEdit.findFirst({
    where: { id, eventId, undoneAt: null, kind: { in: [...GUEST_EDIT_KINDS] } },
  });
}

async function undoStatement(tx: Transaction, eventId: string, id: string): Promise<UndoneEdit | null> {
  const edit = await findStatement(tx, eventId, id);
  if (!edit) return null;
  const restored = await withdraw(tx, edit);
  await tx.matchedFace.updateMany({ where: { disownedBy: id }, data: { disownedBy: null } });
  const undone = await tx.personEdit.update({
    where: { id },
    data: { undoneAt: rowStamp(), waiting: false },
    include: withAuthor,
  });
  return { ...toPersonEdit(undone), ...restored };
}

/** Everything that a guest said, with what it taught: the guest is forgotten. Locks the event. */
export async function eraseStatements(tx: Transaction, guestId: string): Promise<number> {
  const place = { codes: { some: { guests: { some: { id: guestId } } } } };
  const share = await tx.share.findFirst({ where: place, select: { eventId: true } });
  if (!share) return 0;
  await lockEvent(tx, share.eventId);
  const edits = await tx.personEdit.findMany({ where: { guestId }, orderBy: { id: 'desc' } });
  for (const edit of edits) if (edit.undoneAt === null) await withdraw(tx, edit);
  return (await tx.personEdit.deleteMany({ where: { guestId } })).count;
}

/** Boxes that guests drew in the photo, as faces that are found there may take their place. One that does not open is left out. */
export async function drawnFaces(
  tx: Transaction,
  photoId: string,
  places: FacePlaces,
): Promise<{ id: string; box: Box; personId: null }[]> {
  const edits = await tx.personEdit.findMany({
    where: { photoId, kind: 'mine', undoneAt: null, waiting: false },
  });
  return edits.flatMap(({ detail, place }) => {
    const { faceId, box: inClear } = editDetailSchema.parse(detail);
    const drawn = place ?? inClear;
    const box = faceId === null || drawn === null ? null : boxOf(faceId, drawn, places);
    return faceId !== null && box ? [{ id: faceId, box, personId: null }] : [];
  });
}

interface Word {
  kind: 'notMe' | 'mine';
  photoId: string;
  waiting: boolean;
  detail: EditDetail;
  /** Of a drawn box, sealed. */
  place?: Uint8Array<ArrayBuffer> | null;
  before: EditBefore;
  links: NewFaceLink[];
}

async function write(
  tx: Transaction,
  { eventId, guestId }: SaidBy,
  { links, before, ...word }: Word,
): Promise<EditRow> {
  const edit = await tx.personEdit.create({ data: { ...word, before: plain(before), eventId, guestId } });
  await link(tx, edit, links);
  return edit;
}

async function link(tx: Transaction, { id: editId, eventId }: EditRow, links: NewFaceLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx.faceLink.createMany({ data: links.map((one) => ({ ...one, eventId, editId })) });
  await touchEvent(tx, eventId);
}

const statementsOf = (tx: Transaction, guestId: string): Promise<EditRow[]> =>
  tx.personEdit.findMany({ where: { guestId, undoneAt: null }, orderBy: { id: 'asc' } });

/** Whom the guest was recognised as, as people are by now, the likeliest first. */
async function peopleOf(tx: Transaction, guestId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ personId: string }[]>`
    select "personId" from "GuestPerson" where "guestId" = ${guestId}::uuid order by match`;
  return [...new Set(rows.map(({ personId }) => personId))];
}

/** What is no longer said: it ceases to count, and its faces go back. */
async function withdraw(tx: Transaction, { id: editId, eventId, before }: EditRow): Promise<Restored> {
  const moved = editBeforeSchema.parse(before);
  const { count } = await tx.faceLink.deleteMany({ where: { editId } });
  if (count === 0 && moved.faces.length === 0) return { back: 0, stays: 0 };
  const faces = await leftThere(tx, editId, moved.faces);
  const { back } = await restore(tx, eventId, { ...moved, faces }, 'shown');
  await touchEvent(tx, eventId);
  return { back, stays: moved.faces.length - back };
}

/** Faces that are where the word put them, and that no organizer has made one with others since. */
async function leftThere(
  tx: Transaction,
  editId: string,
  moved: EditBefore['faces'],
): Promise<EditBefore['faces']> {
  const left: EditBefore['faces'] = [];
  for (const face of moved) {
    const { id, to } = face;
    const there = await tx.face.count({ where: { id, ...(to !== undefined && { personId: to }) } });
    const newer = { kind: 'must', editId: { gt: editId }, edit: { guestId: null } } as const;
    const withThem = to === undefined ? [] : [{ personId: to }];
    const tied = await tx.faceLink.count({
      where: { ...newer, OR: [{ faceA: id }, { faceB: id }, ...withThem] },
    });
    if (there > 0 && tied === 0) left.push(face);
  }
  return left;
}

async function takeBack(tx: Transaction, guestId: string, photoId: string): Promise<boolean> {
  const edits = await tx.personEdit.findMany({ where: { guestId, photoId, undoneAt: null } });
  for (const edit of edits) {
    await withdraw(tx, edit);
    await tx.personEdit.delete({ where: { id: edit.id } });
  }
  return edits.length > 0;
}

interface Recognised {
  guestId: string;
  /** As peopleOf. */
  personIds: readonly string[];
}

interface Learnt {
  links: NewFaceLink[];
  /** Faces that left their person, whose they were, and whose they are now. */
  moved: { id: string; personId: string; to: string }[];
  strangerId: string | null;
}

/**
 * Somebody who is in most photos of a person, and not in this one, says that this face is another's. Who is in half of
 * them or less is another person, and has said nothing about whose faces these are. Whoever was recognised as several
 * people says only who they are not.
 */
async function learnFrom(
  tx: Transaction,
  { guestId, personIds }: Recognised,
  face: Face,
  person: Person,
): Promise<Learnt> {
  const words = await statementsOf(tx, guestId);
  const claimed = words.flatMap(({ kind, waiting, detail }) =>
    kind === 'mine' && !waiting ? (editDetailSchema.parse(detail).faceId ?? []) : [],
  );
  const links = star('cannot', [face.id, ...claimed]);
  const { disownedPhotoIds } = guestStatementsOf(words);
  const left = await tx.photo.count({
    where: {
      deletedAt: null,
      id: { notIn: [face.photoId, ...disownedPhotoIds] },
      faces: { some: { personId: person.id } },
    },
  });
  const strangerId = left === 0 ? person.id : null;
  if (personIds.length > 1) return { links, moved: [], strangerId };
  const earlier = words.filter(
    (word) => word.kind === 'notMe' && editDetailSchema.parse(word.detail).personId === person.id,
  );
  const parted = earlier.filter((word) => editBeforeSchema.parse(word.before).faces.length > 0);
  const all = await tx.face.count({ where: { personId: person.id } });
  if (2 * (earlier.length + 1) < all + parted.length) {
    const { newId, links: apart } = await partFaces(tx, person, [face.id], { guestId });
    return {
      links: [...links, ...apart],
      moved: [{ id: face.id, personId: person.id, to: newId }],
      strangerId,
    };
  }
  for (const word of parted) {
    await withdraw(tx, word);
    await tx.personEdit.update({ where: { id: word.id }, data: { before: plain(NOTHING) } });
  }
  return { links, moved: [], strangerId };
}

async function claimedFace(
  tx: Transaction,
  photoId: string,
  target: ClaimedPlace,
): Promise<Face | undefined> {
  const faces = await tx.face.findMany({ where: { photoId } });
  if ('faceId' in target) {
    const face = faces.find(({ id }) => id === target.faceId);
    if (!face) throw new ClaimedFaceError('the photo has no such face');
    return face;
  }
  const overlap = (face: Face): number => {
    const box = boxOf(face.id, storedPlace(face), target.places);
    return box ? overlapOf(box, target.box) : 0;
  };
  return faces.filter((face) => overlap(face) >= SAME_FACE).sort((a, b) => overlap(b) - overlap(a))[0];
}

async function claimedPerson(
  tx: Transaction,
  personId: string,
  guestId: string,
): Promise<ClaimedPerson & { name: string | null }> {
  const { name, hiddenAt, appearance, _count } = await tx.person.findUniqueOrThrow({
    where: { id: personId },
    include: { _count: { select: { faces: true } } },
  });
  const [others] = await tx.$queryRaw<{ guests: number }[]>`
    select count(distinct m."guestId")::int as guests from "MatchedFace" m join "Face" f on f.id = m."faceId"
      cross join lateral (select gp."personId" from "GuestPerson" gp where gp."guestId" = m."guestId") known
    where f."personId" = ${personId}::uuid and known."personId" = f."personId" and m."guestId" <> ${guestId}::uuid`;
  const guests = others?.guests ?? 0;
  return {
    name,
    named: name !== null,
    hidden: hiddenAt !== null || appearance !== 'open',
    faces: _count.faces,
    guests,
  };
}

/** Links of a claimed face with faces that are the guest's: the clearest of whom they were recognised as, or those claimed before. */
async function tiesOf(
  tx: Transaction,
  { guestId, personIds }: Recognised,
  faceId: string | null,
): Promise<FaceLinkRecord[]> {
  if (faceId === null) return [];
  const [personId] = personIds;
  const clearest =
    personId === undefined
      ? []
      : await tx.face.findMany({ where: { personId }, orderBy: { quality: 'desc' }, take: ANCHORS });
  if (clearest.length > 0) return star('must', [faceId, ...clearest.map(({ id }) => id)]);
  const claims = await tx.personEdit.findMany({
    where: { guestId, kind: 'mine', waiting: false, undoneAt: null },
    orderBy: { id: 'asc' },
  });
  const claimed = claims
    .flatMap(({ detail }) => editDetailSchema.parse(detail).faceId ?? [])
    .filter((id) => id !== faceId);
  return star('must', [faceId, ...claimed.slice(0, ANCHORS)]);
}
