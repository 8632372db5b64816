/**
 * @module What is known about people before they are grouped: who they were in the last run, and what somebody said since
 * by renaming, deleting and putting together folders, and by moving photos between them.
 */
import type { Box } from '@visage/contracts/geometry.contract';
import { iou } from '@visage/vision/face/box.geometry';
import { SAME_FACE_IOU } from '@visage/vision/face/face.thresholds';
import { followFolders, type FollowedFolders } from './folder.follow.js';
import type { OutputTree, TreeFolder } from './output.tree.js';
import { folderOf, isNobodys, NOBODYS } from './output.names.js';
import type { FaceSpot, PeopleState } from './people.state.js';

/** A face of this run: its photo and its index there. */
export type FaceKey = `${string}#${number}`;

export const faceKey = (file: string, face: number): FaceKey => `${file}#${face}`;

export interface RememberedPerson {
  id: string;
  /** Relative to the output; the name it would have again if it was deleted. */
  folder: string;
  named: 'number' | 'reference' | 'hand';
  /** The name of the reference. */
  name?: string | undefined;
  deleted: boolean;
  /**
   * Somebody put the folder into that of this person: the two are one. Their faces are still grouped apart, so that new
   * photos find the one that they look like.
   */
  into?: string | undefined;
  faces: FaceKey[];
}

/** The person as which this one counts. */
export function wholeOf(person: RememberedPerson, people: readonly RememberedPerson[]): RememberedPerson {
  return people.find(({ id }) => id === person.into) ?? person;
}

/** People without those who were put into others. */
export function wholePeople(people: readonly RememberedPerson[]): RememberedPerson[] {
  return people.filter(({ into }) => into === undefined);
}

/** The faces of a person and of those who were put into it. */
export function facesOfWhole({ id }: RememberedPerson, people: readonly RememberedPerson[]): FaceKey[] {
  return people.filter((part) => part.id === id || part.into === id).flatMap(({ faces }) => faces);
}

/** Somebody said that a face is a person, or is not. */
export interface FaceLink {
  kind: 'must' | 'cannot';
  face: FaceKey;
  person: string;
}

export interface PeopleMemory {
  /** The number of the next new person. */
  next: number;
  /** Oldest first. */
  people: RememberedPerson[];
  /** Newest last. */
  links: FaceLink[];
  /** Photo -> folders that it is kept out of: ids of people, and names of folders of nobody. */
  takenOut: Map<string, Set<string>>;
  /** Folders of nobody that somebody deleted. */
  deletedFolders: Set<string>;
  /** Folders that have another path now: before -> now. */
  moved: Map<string, string>;
  /** What was understood, in sentences. */
  notes: string[];
}

/** A readable photo of this run. */
export interface SeenPhoto {
  file: string;
  digest: string;
  faces: readonly { box: Box }[];
}

export function noMemory(): PeopleMemory {
  return {
    next: 1,
    people: [],
    links: [],
    takenOut: new Map(),
    deletedFolders: new Set(),
    moved: new Map(),
    notes: [],
  };
}

export const personId = (number: number, digits = 3): string =>
  `person-${String(number).padStart(digits, '0')}`;

/** @param again whether what was deleted and taken out is wanted again */
export function rememberPeople(
  state: PeopleState,
  photos: readonly SeenPhoto[],
  tree: OutputTree,
  again: boolean,
): PeopleMemory {
  return new Rememberer(state, photos, tree, again).remember();
}

class Rememberer {
  private readonly memory = noMemory();
  private readonly people = new Map<string, RememberedPerson>();
  private readonly seen: Map<string, SeenPhoto>;
  /** The photo of this run for each of the state. */
  private readonly files: (string | undefined)[];
  /** Photos that lay in each folder of the state, which are still in the input. */
  private readonly placed = new Map<string, Set<string>>();
  /** The same the other way round: photo -> ids of people, and names of folders of nobody. */
  private readonly keysBefore = new Map<string, string[]>();
  private followed: FollowedFolders = { at: new Map(), merged: new Map(), deleted: new Set() };

  constructor(
    private readonly state: PeopleState,
    photos: readonly SeenPhoto[],
    private readonly tree: OutputTree,
    private readonly again: boolean,
  ) {
    this.seen = new Map(photos.map((photo) => [photo.file, photo]));
    this.files = currentFiles(state.photos, photos);
    const owners = new Map(state.people.map(({ id, folder }) => [folder, id]));
    state.photos.forEach(({ places }, index) => {
      const file = this.files[index];
      if (file === undefined) return;
      const folders = [...new Set(places.map(folderOf))];
      for (const folder of folders) this.placed.set(folder, (this.placed.get(folder) ?? new Set()).add(file));
      this.keysBefore.set(
        file,
        folders.map((folder) => owners.get(folder) ?? folder),
      );
    });
  }

  remember(): PeopleMemory {
    const { state, memory, people } = this;
    memory.next = state.next;
    for (const { faces, directory: _directory, ...person } of state.people)
      people.set(person.id, { ...person, faces: faces.flatMap((face) => this.keyOf(face) ?? []) });
    memory.links = state.links.flatMap(({ kind, face, person }) => {
      const key = this.keyOf(face);
      return key === undefined ? [] : [{ kind, face: key, person }];
    });
    const directories = new Map(state.people.map(({ id, directory }) => [id, directory]));
    this.followed = followFolders(
      this.wholes().map((person) => ({
        ...{ id: person.id, path: person.folder, directory: directories.get(person.id) },
        ...{ deleted: person.deleted, placed: this.placedIn(person.folder) },
        photos: new Set(this.facesOf(person).map(photoOf)),
      })),
      this.tree,
      isNobodys,
    );
    this.takeOver();
    this.mergePeople();
    this.keepOut();
    this.followPhotos();
    this.splitPeople();
    memory.people = [...people.values()];
    return memory;
  }

  /** Renamed, deleted and restored folders. */
  private takeOver(): void {
    const { at, deleted } = this.followed;
    for (const person of this.wholes()) {
      const path = at.get(person.id);
      if (path !== undefined && path !== person.folder) {
        this.memory.notes.push(`The folder "${person.folder}" is called "${path}" now: its person keeps it.`);
        this.memory.moved.set(person.folder, path);
        person.folder = path;
        person.named = 'hand';
      }
      person.deleted = deleted.has(person.id) && !this.again;
      if (person.deleted) {
        this.memory.notes.push(
          `The folder "${person.folder}" was deleted and is not made again (--again makes it).`,
        );
      }
    }
  }

  /** People whose folders were put together are one from now on. */
  private mergePeople(): void {
    const { memory, people } = this;
    for (const [from, into] of this.followed.merged) {
      const [lost, kept] = [people.get(from), people.get(into)];
      if (!lost || !kept) continue;
      memory.notes.push(`"${lost.folder}" was put into "${kept.folder}": they are one person now.`);
      for (const part of people.values()) if (part === lost || part.into === from) part.into = into;
    }
  }

  /** Photos that somebody deleted from a folder, or took elsewhere. */
  private keepOut(): void {
    const { memory, state, tree } = this;
    if (this.again) return;
    for (const folder of NOBODYS) {
      const had = this.placedIn(folder).size > 0 || state.deletedFolders.includes(folder);
      if (!had || tree.has(folder)) continue;
      memory.deletedFolders.add(folder);
      memory.notes.push(`The folder "${folder}" was deleted and is not made again (--again makes it).`);
    }
    state.photos.forEach(({ takenOut }, index) => {
      const file = this.files[index];
      if (file === undefined) return;
      const before = takenOut.map((key) => this.followed.merged.get(key) ?? key);
      const kept = [...before, ...this.goneFrom(file)].filter((key) => !this.liesIn(file, key));
      if (kept.length > 0) memory.takenOut.set(file, new Set(kept));
    });
  }

  /** Photos that somebody put into the folder of a person show that person. */
  private followPhotos(): void {
    const arrivals = new Map<string, RememberedPerson[]>();
    for (const person of this.wholes())
      for (const file of this.arrived(person)) arrivals.set(file, [...(arrivals.get(file) ?? []), person]);
    const counts = new Map<RememberedPerson, number>();
    for (const [file, [person, ...others]] of arrivals) {
      const faces = this.movedFaces(file);
      if (!person || others.length > 0 || faces.length === 0) continue;
      this.give(faces, person);
      counts.set(person, (counts.get(person) ?? 0) + 1);
    }
    for (const [{ folder }, count] of counts) {
      this.memory.notes.push(
        `${count === 1 ? 'A photo' : `${count} photos`} put into "${folder}" by hand: taken as this person.`,
      );
    }
  }

  /** A new folder that holds only photos out of the folder of one person is somebody else's. */
  private splitPeople(): void {
    const { memory, people } = this;
    const owned = new Set(this.wholes().map(({ folder }) => folder));
    for (const folder of this.tree.values()) {
      if (owned.has(folder.path) || isNobodys(folder.path) || folder.photos.size === 0) continue;
      if (folder.files.some(({ ours }) => ours)) continue;
      const photos = [...folder.photos];
      const faces = photos.map((file) => (this.goneFrom(file).length > 0 ? this.movedFaces(file) : []));
      const sources = new Set(photos.flatMap((file) => this.goneFrom(file).filter((key) => people.has(key))));
      if (sources.size > 1 || faces.some((found) => found.length === 0)) continue;
      const id = personId(memory.next++);
      const person: RememberedPerson = { id, folder: folder.path, named: 'hand', deleted: false, faces: [] };
      people.set(id, person);
      this.give(faces.flat(), person);
      memory.notes.push(`The new folder "${folder.path}" is a person of its own now.`);
    }
  }

  /** The faces are the person's, and not those of whoever had them. */
  private give(faces: readonly FaceKey[], person: RememberedPerson): void {
    const { links } = this.memory;
    for (const face of faces) {
      for (const other of this.people.values()) {
        if (other === person || !other.faces.includes(face)) continue;
        other.faces = other.faces.filter((own) => own !== face);
        if (other.into !== person.id) links.push({ kind: 'cannot', face, person: other.into ?? other.id });
      }
      links.push({ kind: 'must', face, person: person.id });
      if (!person.faces.includes(face)) person.faces.push(face);
    }
  }

  /** Photos in the person's folder that neither lay there before nor came from us, nor with somebody who is one with them. */
  private arrived({ id, folder, deleted }: RememberedPerson): string[] {
    const now = this.tree.get(folder);
    if (!now || deleted) return [];
    const sources = [id, ...[...this.followed.merged].flatMap(([from, into]) => (into === id ? [from] : []))];
    return [...now.photos].filter(
      (file) =>
        !sources.some((source) => this.keysBefore.get(file)?.includes(source)) &&
        now.files.every(({ photo, ours }) => photo !== file || !ours),
    );
  }

  /** The faces of those whose folders the photo was taken out of; else the one face in it that is nobody's. */
  private movedFaces(file: string): FaceKey[] {
    const losers = this.goneFrom(file).flatMap((key) => this.people.get(key) ?? []);
    const faces = (this.seen.get(file)?.faces ?? []).map((_, face) => faceKey(file, face));
    const isOne = (people: readonly RememberedPerson[], face: FaceKey): boolean =>
      people.some((person) => this.facesOf(person).includes(face));
    if (losers.length > 0) return faces.filter((face) => isOne(losers, face));
    const owners = this.wholes().filter(({ deleted }) => !deleted);
    const free = faces.filter((face) => !isOne(owners, face));
    return free.length === 1 ? free : [];
  }

  /** Folders the photo lay in and no longer does: ids of people, and names of folders of nobody. */
  private goneFrom(file: string): string[] {
    const { merged, deleted } = this.followed;
    const keys = (this.keysBefore.get(file) ?? []).map((key) => merged.get(key) ?? key);
    return [...new Set(keys)].filter(
      (key) => !deleted.has(key) && !this.memory.deletedFolders.has(key) && !this.liesIn(file, key),
    );
  }

  /** Also where the system does not let us look. */
  private liesIn(file: string, key: string): boolean {
    const folder: TreeFolder | undefined = this.tree.get(this.people.get(key)?.folder ?? key);
    return folder !== undefined && (!folder.readable || folder.photos.has(file));
  }

  private wholes(): RememberedPerson[] {
    return wholePeople([...this.people.values()]);
  }

  private facesOf(person: RememberedPerson): FaceKey[] {
    return facesOfWhole(person, [...this.people.values()]);
  }

  private placedIn(folder: string): ReadonlySet<string> {
    return this.placed.get(folder) ?? new Set();
  }

  /** The face of this run in the same place of the same photo. */
  private keyOf({ photo, box }: FaceSpot): FaceKey | undefined {
    const file = this.files[photo];
    const faces = this.seen.get(file ?? '')?.faces ?? [];
    let best: { face: number; overlap: number } | undefined;
    faces.forEach((other, face) => {
      const overlap = iou(box, other.box);
      if (overlap >= SAME_FACE_IOU && overlap > (best?.overlap ?? 0)) best = { face, overlap };
    });
    return file === undefined || best === undefined ? undefined : faceKey(file, best.face);
  }
}

export function photoOf(face: FaceKey): string {
  return face.slice(0, face.lastIndexOf('#'));
}

export function faceIndexOf(face: FaceKey): number {
  return Number(face.slice(face.lastIndexOf('#') + 1));
}

/** Photos are known again by their bytes; of those with the same bytes, by their path. */
function currentFiles(before: PeopleState['photos'], now: readonly SeenPhoto[]): (string | undefined)[] {
  const byFile = new Map(now.map((photo) => [photo.file, photo]));
  const files = before.map(({ file, digest }) => (byFile.get(file)?.digest === digest ? file : undefined));
  const taken = new Set(files);
  const free = new Map<string, string[]>();
  for (const { file, digest } of now)
    if (!taken.has(file)) free.set(digest, [...(free.get(digest) ?? []), file]);
  return files.map((file, index) => file ?? free.get(before[index]?.digest ?? '')?.shift());
}
