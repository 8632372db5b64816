/** @module The files of the fake Drive: a tree in memory, who may see what, and the log of its changes. */
import { createHash, randomBytes } from 'node:crypto';
import { DriveRefused, notFound } from './drive.wire.js';

export const FOLDER_MIME_TYPE = 'application/vnd.google-apps.folder';
export const SHORTCUT_MIME_TYPE = 'application/vnd.google-apps.shortcut';
export const DOCUMENT_MIME_TYPE = 'application/vnd.google-apps.document';

export interface DriveEntry {
  readonly id: string;
  name: string;
  mimeType: string;
  parents: string[];
  /** Null for folders, shortcuts and Google's own documents, which have no bytes. */
  content: Buffer | null;
  md5: string | null;
  sha256: string | null;
  explicitlyTrashed: boolean;
  createdTime: string;
  modifiedTime: string;
  version: number;
  headRevisionId: string | null;
  /** The shared drive it is in. */
  driveId: string | null;
  shortcutTargetId: string | null;
  /** OAuth client that created it; null = the person did. */
  madeBy: string | null;
  /** By OAuth client: no client ever sees another's. */
  appProperties: Map<string, Record<string, string>>;
  properties: Record<string, string>;
  /** The person may no longer see it. */
  lost: boolean;
  /** Addresses of the service accounts that it, and everything below it, is shared with. */
  sharedWith: Set<string>;
}

export interface NewEntry {
  id?: string;
  name: string;
  mimeType: string;
  parents: string[];
  content?: Buffer | null;
  driveId?: string | null;
  shortcutTargetId?: string | null;
  madeBy?: string | null;
}

export interface DriveChange {
  fileId: string;
  driveId: string | null;
  time: string;
}

export class DriveFiles {
  private readonly entries = new Map<string, DriveEntry>();
  private readonly children = new Map<string, Set<string>>();
  /** Ids handed out by generateIds and not used yet. */
  readonly reserved = new Set<string>();
  readonly changes: DriveChange[] = [];
  onChange: (change: DriveChange) => void = () => undefined;
  readonly drives = new Map<string, string>();
  readonly rootId = newId();
  /** Bytes the person may store; anything above is refused as Drive does. */
  storageLimit = Number.POSITIVE_INFINITY;

  constructor() {
    this.add({ id: this.rootId, name: 'My Drive', mimeType: FOLDER_MIME_TYPE, parents: [] });
  }

  /** @throws DriveRefused 404 for a parent that does not exist, 409 for an id that does. */
  add(entry: NewEntry): DriveEntry {
    const id = entry.id ?? newId();
    if (this.entries.has(id))
      throw new DriveRefused(409, 'fileIdInUse', 'A file already exists with the provided ID.');
    const parents = entry.parents.map((parent) => this.get(parent).id);
    const driveId = entry.driveId ?? (parents[0] === undefined ? null : this.get(parents[0]).driveId);
    const now = new Date().toISOString();
    const made: DriveEntry = {
      ...{ id, name: entry.name, mimeType: entry.mimeType, parents, driveId },
      ...{
        content: null,
        md5: null,
        sha256: null,
        explicitlyTrashed: false,
        createdTime: now,
        modifiedTime: now,
        version: 0,
      },
      ...{
        headRevisionId: null,
        appProperties: new Map(),
        properties: {},
        lost: false,
        sharedWith: new Set(),
      },
      shortcutTargetId: entry.shortcutTargetId ?? null,
      madeBy: entry.madeBy ?? null,
    };
    if (entry.content) this.assertSpace(entry.content.length);
    this.entries.set(id, made);
    this.reserved.delete(id);
    for (const parent of parents) this.childrenSet(parent).add(id);
    if (entry.content) this.setContent(made, entry.content);
    else this.touch(made);
    return made;
  }

  addSharedDrive(name: string): string {
    const id = `0A${newId().slice(0, 17)}`;
    this.drives.set(id, name);
    this.add({ id, name, mimeType: FOLDER_MIME_TYPE, parents: [], driveId: id });
    return id;
  }

  /** @throws DriveRefused 404 for a file that does not exist or is not visible. */
  get(id: string): DriveEntry {
    const entry = this.entries.get(id === 'root' ? this.rootId : id);
    if (!entry || this.isLost(entry)) throw notFound(id);
    return entry;
  }

  find(id: string): DriveEntry | null {
    const entry = this.entries.get(id === 'root' ? this.rootId : id);
    return entry && !this.isLost(entry) ? entry : null;
  }

  all(): DriveEntry[] {
    return [...this.entries.values()].filter((entry) => !this.isLost(entry) && entry.parents.length > 0);
  }

  /** All files, including those the person may not see. */
  everything(): DriveEntry[] {
    return [...this.entries.values()];
  }

  childrenOf(id: string): DriveEntry[] {
    const ids = this.children.get(id === 'root' ? this.rootId : id) ?? new Set();
    return [...ids].flatMap((child) => this.find(child) ?? []);
  }

  isTrashed(entry: DriveEntry): boolean {
    return entry.explicitlyTrashed || this.someParent(entry, (parent) => parent.explicitlyTrashed);
  }

  setContent(entry: DriveEntry, content: Buffer): void {
    this.assertSpace(content.length - (entry.content?.length ?? 0));
    entry.content = content;
    entry.md5 = createHash('md5').update(content).digest('hex');
    entry.sha256 = createHash('sha256').update(content).digest('hex');
    entry.headRevisionId = newId();
    this.touch(entry);
  }

  move(entry: DriveEntry, add: readonly string[], remove: readonly string[]): void {
    const added = add.map((id) => this.get(id).id);
    for (const id of remove) this.children.get(id)?.delete(entry.id);
    for (const id of added) this.childrenSet(id).add(entry.id);
    entry.parents = [...entry.parents.filter((id) => !remove.includes(id)), ...added];
    this.touch(entry);
  }

  rename(entry: DriveEntry, name: string): void {
    entry.name = name;
    this.touch(entry);
  }

  setTrashed(entry: DriveEntry, trashed: boolean): void {
    entry.explicitlyTrashed = trashed;
    this.touch(entry);
  }

  /** Hides a file from the person, or shows it again. */
  setLost(id: string, lost: boolean): void {
    const entry = this.entries.get(id);
    if (!entry) throw notFound(id);
    entry.lost = lost;
    this.touch(entry);
  }

  /** Shares it with a service account, by its address. */
  share(id: string, email: string): void {
    this.get(id).sharedWith.add(email);
    this.touch(this.get(id));
  }

  isSharedWith(entry: DriveEntry, email: string): boolean {
    return entry.sharedWith.has(email) || this.someParent(entry, (parent) => parent.sharedWith.has(email));
  }

  /** Deletes it for good, with everything below it. */
  remove(entry: DriveEntry): void {
    for (const child of this.childrenOf(entry.id)) this.remove(child);
    for (const parent of entry.parents) this.children.get(parent)?.delete(entry.id);
    this.entries.delete(entry.id);
    this.log(entry);
  }

  /** Records a change of metadata. */
  touch(entry: DriveEntry): void {
    entry.version++;
    entry.modifiedTime = new Date().toISOString();
    this.log(entry);
  }

  private log({ id: fileId, driveId }: DriveEntry): void {
    const change = { fileId, driveId, time: new Date().toISOString() };
    this.changes.push(change);
    this.onChange(change);
  }

  private isLost(entry: DriveEntry): boolean {
    return entry.lost || this.someParent(entry, (parent) => parent.lost);
  }

  private someParent(entry: DriveEntry, test: (parent: DriveEntry) => boolean): boolean {
    return entry.parents.some((id) => {
      const parent = this.entries.get(id);
      return parent !== undefined && (test(parent) || this.someParent(parent, test));
    });
  }

  private childrenSet(id: string): Set<string> {
    let ids = this.children.get(id);
    if (!ids) this.children.set(id, (ids = new Set()));
    return ids;
  }

  private assertSpace(more: number): void {
    const used = [...this.entries.values()].reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
    if (Number.isFinite(this.storageLimit) && used + more > this.storageLimit)
      throw new DriveRefused(
        403,
        'storageQuotaExceeded',
        "The user's Drive storage quota has been exceeded.",
      );
  }
}

/** As long as Drive's own, letters and digits only. */
export function newId(): string {
  return `1${randomBytes(24).toString('base64url').replace(/[-_]/g, 'x')}`;
}
