/**
 * @module Which file stands for which photo. An event has the same bytes once, a folder may have them often: one file is the
 * photo's, the others are copies of it, and the next one steps in when that one goes.
 */
import type { AlbumPhoto } from '@visage/database/album/album-photo.listing';
import type { ItemPatch, ItemSide, MirrorItem } from '@visage/database/drive/drive-mirror-item.repository';
import type { PlannedLine } from '@visage/database/drive/drive-mirror-line.repository';

export interface Pairing {
  patches: { id: string; patch: ItemPatch }[];
  /** Items that another one stands for by now. */
  drop: string[];
  /** Photos of the album that no item stands for. */
  unpaired: string[];
  notes: PlannedLine[];
}

const UNBOUND: ItemPatch = { copyOf: null, photoId: null, drive: null, visage: null };

/** Pure. */
export function pairItems(items: readonly MirrorItem[], photos: readonly AlbumPhoto[]): Pairing {
  return new Pairer(items, photos).pair();
}

class Pairer {
  private readonly items: Map<string, MirrorItem>;
  private readonly photoById: Map<string, AlbumPhoto>;
  private readonly photoByBytes: Map<string, AlbumPhoto>;
  private readonly owners = new Map<string, MirrorItem>();
  private readonly patches = new Map<string, ItemPatch>();
  private readonly dropped = new Set<string>();
  private readonly notes: PlannedLine[] = [];

  constructor(items: readonly MirrorItem[], photos: readonly AlbumPhoto[]) {
    this.items = new Map(items.map((item) => [item.id, { ...item }]));
    this.photoById = new Map(photos.map((photo) => [photo.photoId, photo]));
    this.photoByBytes = new Map(photos.map((photo) => [bytesKey(photo), photo]));
  }

  pair(): Pairing {
    for (const item of this.live()) if (item.copyOf !== null) this.reviewCopy(item);
    for (const item of this.live()) if (item.copyOf === null) this.reviewOwner(item);
    for (const item of this.live()) if (item.copyOf === null && item.photoId !== null) this.own(item);
    for (const item of this.live()) if (this.isFresh(item)) this.adopt(item);
    const patches = [...this.patches]
      .filter(([id]) => !this.dropped.has(id))
      .map(([id, patch]) => ({ id, patch }));
    const unpaired = [...this.photoById.keys()].filter((id) => !this.owners.has(id));
    return {
      patches,
      drop: [...this.dropped],
      unpaired,
      notes: this.notes.filter((note) => !this.dropped.has(note.itemId)),
    };
  }

  private live(): MirrorItem[] {
    return [...this.items.values()].filter((item) => !this.dropped.has(item.id));
  }

  /** A copy that changed, or whose owner is gone, stands for itself; one that left the folder is nothing any more. */
  private reviewCopy(item: MirrorItem): void {
    const owner = this.items.get(item.copyOf ?? '');
    if (item.view === 'lost') return;
    if (item.view !== 'folder') this.dropped.add(item.id);
    else if (!owner || item.md5 !== item.drive?.md5) this.patch(item, UNBOUND);
  }

  /** Its photo stays where it is as long as a copy is there: that one takes over. */
  private reviewOwner(item: MirrorItem): void {
    const copies = this.live().filter((copy) => copy.copyOf === item.id && copy.view === 'folder');
    const [heir, ...others] = copies;
    if (!heir || item.view === 'lost') return;
    const revised = item.view === 'folder' && item.drive !== null && item.md5 !== item.drive.md5;
    if (item.view === 'folder' && !revised) return;
    this.patch(heir, {
      copyOf: null,
      photoId: item.photoId,
      visage: item.visage,
      drive: sideOf(heir),
      noted: item.noted,
    });
    for (const copy of others) this.patch(copy, { copyOf: heir.id });
    if (revised) this.patch(item, UNBOUND);
    else this.dropped.add(item.id);
  }

  /** Of two that stand for one photo, the one that is in the folder does. */
  private own(item: MirrorItem): void {
    const photoId = item.photoId ?? '';
    const other = this.owners.get(photoId);
    if (!other) this.owners.set(photoId, item);
    else if (item.view !== 'folder') this.dropped.add(item.id);
    else if (other.view !== 'folder') {
      this.dropped.add(other.id);
      this.owners.set(photoId, item);
    } else this.patch(item, { copyOf: other.id, drive: sideOf(item), visage: null });
  }

  /** A file that stands for no photo of the album. */
  private isFresh(item: MirrorItem): boolean {
    const known = item.photoId !== null && this.photoById.has(item.photoId);
    return item.copyOf === null && item.view === 'folder' && item.drive === null && !known;
  }

  private adopt(item: MirrorItem): void {
    const { md5, bytes, fileId, view, name, revision } = item;
    const photo =
      md5 === null || bytes === null ? undefined : this.photoByBytes.get(bytesKey({ md5, bytes }));
    if (!photo) return;
    const owner = this.owners.get(photo.photoId);
    if (!owner) {
      this.patch(item, { photoId: photo.photoId });
      this.owners.set(photo.photoId, item);
    } else if (owner.view === 'folder') {
      this.patch(item, { photoId: photo.photoId, copyOf: owner.id, drive: sideOf(item), visage: null });
      this.notes.push({
        itemId: item.id,
        kind: 'copy',
        name: item.name ?? photo.name,
        formerName: owner.name,
      });
    } else {
      // the file it had is gone or out of sight, or was never sent
      this.dropped.add(item.id);
      this.patch(owner, { fileId, view, name, md5, bytes, revision });
    }
  }

  private patch(item: MirrorItem, patch: ItemPatch): void {
    Object.assign(item, patch);
    this.patches.set(item.id, { ...this.patches.get(item.id), ...patch });
  }
}

function sideOf({ name, md5 }: MirrorItem): ItemSide | null {
  return name === null || md5 === null ? null : { name, md5 };
}

function bytesKey({ md5, bytes }: { md5: string; bytes: number }): string {
  return `${md5} ${bytes}`;
}
