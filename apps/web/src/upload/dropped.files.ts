/** @module The files of a drop, with those below dropped folders. */
import type { FileToSend } from './uploader.js';

export interface DroppedFiles {
  readonly files: File[];
  /** Each with the path of its folder, starting from the dropped one. */
  readonly fromFolders: FileToSend[];
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A reader returns at most 100 entries at a time; an empty answer is the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

async function filesBelow(folder: FileSystemDirectoryEntry, album: string): Promise<FileToSend[]> {
  const files: FileToSend[] = [];
  for (const entry of await entriesOf(folder)) {
    if (isFile(entry)) files.push({ file: await fileOf(entry), album });
    else if (isFolder(entry)) files.push(...(await filesBelow(entry, `${album}/${entry.name}`)));
  }
  return files;
}

export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  // Everything is taken out at once, because the browser empties the transfer after the event.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry());
  const plain = Array.from(transfer.files);
  const folders = entries.filter((entry) => entry !== null).filter(isFolder);
  const folderNames = new Set(folders.map((folder) => folder.name));
  const fromFolders: FileToSend[] = [];
  for (const folder of folders) fromFolders.push(...(await filesBelow(folder, folder.name)));
  // A folder is also listed among the plain files, as a file that cannot be read.
  const isPlain = (file: File): boolean => !(folderNames.has(file.name) && file.type === '');
  return { files: plain.filter(isPlain), fromFolders };
}

/** The files of a folder that was picked: the browser says where below it each one was. */
export function pickedFolder(files: readonly File[]): FileToSend[] {
  return files.map((file) => ({ file, album: file.webkitRelativePath.split('/').slice(0, -1).join('/') }));
}
