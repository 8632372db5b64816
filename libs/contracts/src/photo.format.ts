/** @module The format of a photo, or why a file is none, in a sentence for people. */
import { fileKindOf, type FileKind, type NoPhotoKind, type PhotoFormat } from './file.kind.js';
import { PhotoError } from './photo-error.contract.js';

const SUPPORTED = 'JPEG, PNG, WebP, HEIC, AVIF, TIFF or GIF';

/** What people call it. */
const KIND_NAMES: Record<NoPhotoKind, string> = {
  empty: 'an empty file',
  video: 'a video',
  audio: 'a sound recording',
  archive: 'an archive',
  pdf: 'a PDF document',
  text: 'a text',
  svg: 'an SVG drawing',
  bmp: 'a BMP picture',
  'jpeg-xl': 'a JPEG XL picture',
  'jpeg-2000': 'a JPEG 2000 picture',
  photoshop: 'a Photoshop document',
  raw: 'a RAW file',
  unknown: 'not an image',
};

/** Pictures of which a photo can be made. */
const PICTURES: ReadonlySet<NoPhotoKind> = new Set(['bmp', 'jpeg-xl', 'jpeg-2000', 'photoshop', 'svg']);

/** What people call a file: `a photo`, `a video`, `a RAW file of Olympus (.ORF)`. */
export function kindName(kind: FileKind): string {
  if (kind.photo !== null) return 'a photo';
  return kind.maker === undefined ? KIND_NAMES[kind.kind] : `${KIND_NAMES[kind.kind]} of ${kind.maker}`;
}

/**
 * @param bytes the first `KIND_BYTES` of the file, or more of it.
 * @throws PhotoError `empty-file`, `unsupported-format` for what is known and refused, `not-an-image` for anything else.
 */
export function sniffFormat(bytes: Uint8Array): PhotoFormat {
  const kind = fileKindOf(bytes);
  if (kind.photo !== null) return kind.photo;
  throw kind.kind === 'raw' ? rawRefused(kind.maker) : refused(kind.kind);
}

/** @param maker and what its files are called. @param without what it lacks. */
export function rawRefused(maker: string | undefined, without = ''): PhotoError {
  const name = kindName({ photo: null, kind: 'raw', ...(maker !== undefined && { maker }) });
  const detail = without === '' ? '' : ` without ${without}`;
  return new PhotoError(
    'unsupported-format',
    `This is ${name}${detail}, which cannot be shown. Have the camera or its program make a JPEG of it.`,
  );
}

function refused(kind: NoPhotoKind): PhotoError {
  const what = `This is ${KIND_NAMES[kind]}`;
  const instead = `Upload a ${SUPPORTED} file.`;
  if (kind === 'empty') return new PhotoError('empty-file', `${what} (0 bytes). Upload the photo again.`);
  if (kind === 'unknown') return new PhotoError('not-an-image', `${what}. ${instead}`);
  if (kind === 'text') return new PhotoError('not-an-image', `${what}, not an image. ${instead}`);
  return new PhotoError(
    'unsupported-format',
    PICTURES.has(kind)
      ? `${what}, which is not supported. Save it as ${SUPPORTED}.`
      : `${what}, not a photo. ${instead}`,
  );
}
