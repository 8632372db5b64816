/**
 * @module What guests say about photos: not in it, or in it. For the guest it counts by itself; what it teaches about people
 * is links between faces, as organizers' corrections leave them, and weighs no more than one guest's word may: see
 * `learnFrom` and `claimWaits`. A guest has one word about a photo, the newest.
 */
import { lockEvent } from '../event/event.lock.js';
import { randomUUID } from 'node:crypto';
import { claimWaits, type ClaimedPerson } from '@visage/access/access.correction';
import type { Box } from '@visage/contracts/geometry.contract';
import type { PhotoClaim } from '@visage/contracts/guest.contract';
import { GUEST_EDIT_KINDS, type PersonEdit } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';
import { star, type FaceLinkRecord, type NewFaceLink } from '../face/face-link.repository.js';
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
import { LONG, partFaces, restore, touchEvent, type Transaction } from '../person/person-edit.steps.js';
import { forgetFollower } from '../person/person.heir.js';
import { rowStamp } from '../client/row.stamp.js';

export interface SaidBy {
  eventId: string;
  guestId: string;
  /** People the guest was recognised as, the likeliest first. */
  personIds: readonly string[];
}

/** The photo has no such face. */
export class ClaimedFaceError extends Error {
  override readonly name = 'ClaimedFaceError';
}

/** A box drawn around a face that was found means this face. */
const SAME_FACE = 0.3;
/** Clear faces of the guest that a claimed one is tied to: enough that it neither comes off nor takes one of them along. */
const ANCHORS = 10;
const NOTHING = { people: [], faces: [] };

export class GuestEditRepository {
  constructor(private readonly database: Database) {}

  /** "That's not me." */
  disown(by: SaidBy, photoId: string): Promise<void> {
    return this.aboutPhoto(by.eventId, photoId, async (tx) => {
      await takeBack(tx, by.guestId, photoId);
      const faces = await tx.face.findMany({ where: { photoId, personId: { in: [...by.personIds] } } });
      const [face] = faces.length === 1 ? faces : [];
      const person =
        face?.personId == null ? null : await tx.person.findUnique({ where: { id: face.personId } });
      const learnt =
        face && person ? await learnFrom(tx, by, face, person) : { links: [], moved: [], strangerId: null };
      await write(tx, by, {
        ...{ kind: 'notMe', photoId, waiting: false, links: learnt.links },
        detail: {
          personId: face?.personId ?? null,
          name: person?.name ?? null,
          faceId: face?.id ?? null,
          strangerId: learnt.strangerId,
        },
        before: { people: [], faces: learnt.moved },
      });
    });
  }

  /** "I'm in this one." @throws ClaimedFaceError */
  claim({ eventId, guestId }: SaidBy, photoId: string, target: PhotoClaim): Promise<'added' | 'waiting'> {
    return this.aboutPhoto(eventId, photoId, async (tx) => {
      await takeBack(tx, guestId, photoId);
      const by = await recognised(tx, eventId, guestId);
      const face = await claimedFace(tx, photoId, target);
      // the guest had disowned it, and was recognised all the same
      if (face?.personId != null && by.personIds.includes(face.personId)) return 'added';
      const person = face?.personId == null ? null : await claimedPerson(tx, face.personId, by.guestId);
      const undone = await tx.personEdit.count({ where: { guestId: by.guestId, photoId, kind: 'mine' } });
      const waiting = undone > 0 || claimWaits(person);
      const faceId = face?.id ?? randomUUID();
      await write(tx, by, {
        ...{ kind: 'mine', photoId, waiting, before: NOTHING },
        detail: {
          personId: face?.personId ?? null,
          name: person?.name ?? null,
          faceId,
          box: face || !('box' in target) ? null : target.box,
        },
        links: waiting ? [] : await tiesOf(tx, by, faceId),
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
    return this.answer(eventId, editId, async (tx, edit) => {
      if (!edit.waiting || edit.guestId === null) return false;
      const by = await recognised(tx, eventId, edit.guestId);
      await link(tx, edit, await tiesOf(tx, by, editDetailSchema.parse(edit.detail).faceId));
      await tx.personEdit.update({ where: { id: editId }, data: { waiting: false } });
      return true;
    });
  }

  /** The organizer takes back what a guest said, or refuses a claim. @returns null when there is nothing to undo */
  undo(eventId: string, editId: string): Promise<PersonEdit | null> {
    return this.answer(eventId, editId, async (tx, edit) => {
      await withdraw(tx, edit);
      await tx.personEdit.update({ where: { id: editId }, data: { undoneAt: rowStamp(), waiting: false } });
      return true;
    });
  }

  private aboutPhoto<T>(eventId: string, photoId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.prisma.$transaction(async (tx) => {
      // in the order of face.repository.ts
      await tx.$queryRaw`select 1 from "Photo" where id = ${photoId}::uuid for key share`;
      await lockEvent(tx, eventId);
      return work(tx);
    }, LONG);
  }

  private answer(
    eventId: string,
    id: string,
    work: (tx: Transaction, edit: EditRow) => Promise<boolean>,
  ): Promise<PersonEdit | null> {
    return this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, eventId);
      const edit = await tx.personEdit.findFirst({
        where: { id, eventId, undoneAt: null, kind: { in: [...GUEST_EDIT_KINDS] } },
      });
      if (!edit || !(await work(tx, edit))) return null;
      return toPersonEdit(await tx.personEdit.findUniqueOrThrow({ where: { id }, include: withAuthor }));
    }, LONG);
  }
}

/**
 * Everything that a guest said, with what it taught, and whom corrections took them for: the guest is forgotten. Locks the
 * event, so that no correction meanwhile notes the guest again.
 */
export async function eraseStatements(tx: Transaction, guestId: string): Promise<void> {
  const place = { codes: { some: { guests: { some: { id: guestId } } } } };
  const share = await tx.share.findFirst({ where: place, select: { eventId: true } });
  if (!share) return;
  await lockEvent(tx, share.eventId);
  await forgetFollower(tx, share.eventId, guestId);
  const edits = await tx.personEdit.findMany({ where: { guestId }, orderBy: { id: 'desc' } });
  for (const edit of edits) if (edit.undoneAt === null) await withdraw(tx, edit);
  await tx.personEdit.deleteMany({ where: { guestId } });
}

/** Boxes that guests drew in the photo, as faces that are found there may take their place. */
export async function drawnFaces(
  tx: Transaction,
  photoId: string,
): Promise<{ id: string; box: Box; personId: null }[]> {
  const edits = await tx.personEdit.findMany({
    where: { photoId, kind: 'mine', undoneAt: null, waiting: false },
  });
  return edits.flatMap(({ detail }) => {
    const { faceId, box } = editDetailSchema.parse(detail);
    return faceId !== null && box ? [{ id: faceId, box, personId: null }] : [];
  });
}

interface Word {
  kind: 'notMe' | 'mine';
  photoId: string;
  waiting: boolean;
  detail: EditDetail;
  before: { people: never[]; faces: Learnt['moved'] };
  links: NewFaceLink[];
}

async function write(tx: Transaction, { eventId, guestId }: SaidBy, { links, ...word }: Word): Promise<void> {
  await link(tx, await tx.personEdit.create({ data: { ...word, eventId, guestId } }), links);
}

async function link(tx: Transaction, { id: editId, eventId }: EditRow, links: NewFaceLink[]): Promise<void> {
  if (links.length === 0) return;
  await tx.faceLink.createMany({ data: links.map((one) => ({ ...one, eventId, editId })) });
  await touchEvent(tx, eventId);
}

const statementsOf = (tx: Transaction, guestId: string): Promise<EditRow[]> =>
  tx.personEdit.findMany({ where: { guestId, undoneAt: null }, orderBy: { id: 'asc' } });

/** The guest with everybody whom the selfie matched, but for those whom a word that still stands says they are not. */
async function recognised(tx: Transaction, eventId: string, guestId: string): Promise<SaidBy> {
  const { personIds } = await tx.guest.findUniqueOrThrow({ where: { id: guestId } });
  const { strangerIds } = guestStatementsOf(await statementsOf(tx, guestId));
  return { eventId, guestId, personIds: personIds.filter((id) => !strangerIds.includes(id)) };
}

/** What is no longer said: it ceases to count, and its faces go back. */
async function withdraw(tx: Transaction, { id: editId, eventId, before }: EditRow): Promise<void> {
  const moved = editBeforeSchema.parse(before);
  const { count } = await tx.faceLink.deleteMany({ where: { editId } });
  if (count === 0 && moved.faces.length === 0) return;
  await restore(tx, eventId, { ...moved, faces: await leftThere(tx, editId, moved.faces) });
  await touchEvent(tx, eventId);
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
  { guestId, personIds }: SaidBy,
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
    const { newId, links: apart } = await partFaces(tx, person, [face.id]);
    return {
      links: [...links, ...apart],
      moved: [{ id: face.id, personId: person.id, to: newId }],
      strangerId,
    };
  }
  for (const word of parted) {
    await withdraw(tx, word);
    await tx.personEdit.update({ where: { id: word.id }, data: { before: NOTHING } });
  }
  return { links, moved: [], strangerId };
}

async function claimedFace(tx: Transaction, photoId: string, target: PhotoClaim): Promise<Face | undefined> {
  const faces = await tx.face.findMany({ where: { photoId } });
  if ('faceId' in target) {
    const face = faces.find(({ id }) => id === target.faceId);
    if (!face) throw new ClaimedFaceError('the photo has no such face');
    return face;
  }
  const overlap = ({ x, y, width, height }: Face): number => overlapOf([x, y, width, height], target.box);
  return faces.filter((face) => overlap(face) >= SAME_FACE).sort((a, b) => overlap(b) - overlap(a))[0];
}

async function claimedPerson(
  tx: Transaction,
  personId: string,
  guestId: string,
): Promise<ClaimedPerson & { name: string | null }> {
  const { name, hiddenAt, _count } = await tx.person.findUniqueOrThrow({
    where: { id: personId },
    include: { _count: { select: { faces: true } } },
  });
  const guests = await tx.guest.count({ where: { personIds: { has: personId }, id: { not: guestId } } });
  return { name, named: name !== null, hidden: hiddenAt !== null, faces: _count.faces, guests };
}

/** Links of a claimed face with faces that are the guest's: the clearest of whom they were recognised as, or those claimed before. */
async function tiesOf(
  tx: Transaction,
  { guestId, personIds }: SaidBy,
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
