/** @module Why a file is not sent at all: it is no photo by its first bytes. */
import { fileKindOf, KIND_BYTES } from '@visage/contracts/file.kind';
import { texts } from '../texts/texts.js';

/** Null when it is a photo, as far as its first bytes tell. */
export async function refusalOf(file: Blob): Promise<string | null> {
  const kind = fileKindOf(new Uint8Array(await file.slice(0, KIND_BYTES).arrayBuffer()));
  if (kind.photo !== null) return null;
  return texts.upload.noPhoto(texts.upload.kinds[kind.kind], kind.maker);
}
