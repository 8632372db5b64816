/** @module Where the folder of each person is now: renamed, moved, put together with another's, or deleted by hand. */
import type { OutputTree, TreeFolder } from './output.tree.js';

/** A person's folder when the last run ended. */
export interface KnownFolder {
  id: string;
  path: string;
  /** Device and inode. */
  directory?: string | undefined;
  deleted: boolean;
  /** Photos that lay in it and are still in the input. */
  placed: ReadonlySet<string>;
  /** Photos that show the person. */
  photos: ReadonlySet<string>;
}

export interface FollowedFolders {
  /** Id -> path of the folder, for everybody who still has one or never had. */
  at: Map<string, string>;
  /** Id -> id of the person with whom the folder was put together. */
  merged: Map<string, string>;
  deleted: Set<string>;
}

/**
 * A folder is known by device and inode, and where these changed (the output was copied to another disk) by its name or
 * by the photos in it. Who shares photos with everybody is not followed by them into folders where they lay before.
 * @param people oldest first
 * @param isNobodys whether a path is a folder of nobody
 */
export function followFolders(
  people: readonly KnownFolder[],
  tree: OutputTree,
  isNobodys: (path: string) => boolean,
): FollowedFolders {
  const follower = new Follower([...tree.values()].filter(({ path }) => !isNobodys(path)));
  const living = people.filter(({ deleted, placed }) => !deleted && placed.size > 0);
  for (const person of living) follower.bySameDirectory(person);
  for (const person of living) follower.byName(person, (folder) => shared(person.placed, folder.photos) > 0);
  follower.byPhotos(living);
  // Emptied, but there.
  for (const person of living) follower.byName(person, () => true);
  for (const person of people)
    if (person.deleted) follower.byName(person, (folder) => shared(person.photos, folder.photos) > 0);
  const { at, merged } = follower;
  const deleted = new Set<string>();
  for (const { id, path, deleted: before, placed } of people) {
    if (at.has(id) || merged.has(id)) continue;
    if (before || placed.size > 0) deleted.add(id);
    else at.set(id, path); // had no photos in it
  }
  return { at, merged, deleted };
}

class Follower {
  readonly at = new Map<string, string>();
  readonly merged = new Map<string, string>();
  private readonly owners = new Map<string, KnownFolder>();
  private readonly byPath: Map<string, TreeFolder>;
  private readonly byDirectory: Map<string, TreeFolder>;

  constructor(private readonly folders: readonly TreeFolder[]) {
    this.byPath = new Map(folders.map((folder) => [folder.path, folder]));
    this.byDirectory = new Map(folders.map((folder) => [folder.directory, folder]));
  }

  /** Inodes are given to new folders again, so most photos must be in it, too. */
  bySameDirectory(person: KnownFolder): void {
    const folder = this.byDirectory.get(person.directory ?? '');
    if (folder && shared(person.placed, folder.photos) * 2 > person.placed.size) this.settle(person, folder);
  }

  byName(person: KnownFolder, accept: (folder: TreeFolder) => boolean): void {
    const folder = this.byPath.get(person.path);
    if (folder && accept(folder)) this.settle(person, folder);
  }

  /** Whose folder is nowhere is where most of the photos went. */
  byPhotos(people: readonly KnownFolder[]): void {
    const claims = new Map<TreeFolder, KnownFolder[]>();
    for (const person of people) {
      if (this.isSettled(person)) continue;
      const goals = this.goals(person);
      const goal = goals.find((folder) => !claims.has(folder) && !this.owners.has(folder.path)) ?? goals[0];
      if (goal) claims.set(goal, [...(claims.get(goal) ?? []), person]);
    }
    for (const [folder, claimants] of claims) {
      const owner = this.owners.get(folder.path) ?? this.newOwner(folder, claimants);
      if (!owner) continue;
      for (const person of claimants) if (person !== owner) this.merged.set(person.id, owner.id);
    }
  }

  /** Folders into which most of the photos came, the one with fewest others first. */
  private goals(person: KnownFolder): TreeFolder[] {
    const arrivals = this.folders.map((folder) => {
      const before = this.owners.get(folder.path)?.placed;
      const news = [...person.placed].filter((photo) => !before?.has(photo));
      const arrived = news.filter((photo) => folder.photos.has(photo)).length;
      return { folder, arrived, news: news.length };
    });
    const most = Math.max(0, ...arrivals.map(({ arrived }) => arrived));
    return arrivals
      .filter(({ arrived, news }) => arrived === most && arrived * 2 > news)
      .map(({ folder }) => folder)
      .sort((a, b) => a.photos.size - b.photos.size);
  }

  /** Nobody, if most photos in the folder are not of these people: then it is a collection of somebody's own. */
  private newOwner(folder: TreeFolder, claimants: readonly KnownFolder[]): KnownFolder | null {
    const theirs = new Set(claimants.flatMap(({ placed }) => [...placed]));
    if (shared(theirs, folder.photos) * 2 <= folder.photos.size) return null;
    const held = ({ placed }: KnownFolder): number => shared(placed, folder.photos);
    const owner = claimants.reduce((best, person) => (held(person) > held(best) ? person : best));
    this.settle(owner, folder);
    return owner;
  }

  private isSettled({ id }: KnownFolder): boolean {
    return this.at.has(id) || this.merged.has(id);
  }

  private settle(person: KnownFolder, folder: TreeFolder): void {
    if (this.isSettled(person) || this.owners.has(folder.path)) return;
    this.at.set(person.id, folder.path);
    this.owners.set(folder.path, person);
  }
}

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0;
  for (const item of one) if (other.has(item)) count++;
  return count;
}
