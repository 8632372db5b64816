import { describe, expect, it } from 'vitest';
import { PhotoError } from './photo-error.contract.js';
import { fileKindOf } from './file.kind.js';
import { kindName, sniffFormat } from './photo.format.js';

describe('the format of a file, by its first bytes', () => {
  const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const ftyp = (...brands: string[]): Uint8Array => {
    const length = 8 + 4 * (brands.length + 1);
    return Buffer.concat([
      Buffer.from([0, 0, 0, length]),
      latin(`ftyp${brands[0] ?? ''}\0\0\0\0${brands.slice(1).join('')}`),
    ]);
  };
  const kind = (bytes: Uint8Array): string => {
    const found = fileKindOf(bytes);
    return found.photo ?? [found.kind, found.maker].filter((part) => part !== undefined).join(' ');
  };

  it.each<[string, Uint8Array]>([
    ['jpeg', latin('\xff\xd8\xff\xe0')],
    ['unknown', latin('\xff\xd8\xfe\xe0')],
    ['png', latin('\x89PNG\r\n\x1a\nrest')],
    ['unknown', latin('\x89PNG\n\n\x1a\nrest')],
    ['webp', latin('RIFF\0\0\0\0WEBPVP8 ')],
    ['audio', latin('RIFF\0\0\0\0WAVEfmt ')],
    ['unknown', latin('RIFX\0\0\0\0WEBPVP8 ')],
    ['video', latin('RIFF\0\0\0\0AVI LIST')],
    ['gif', latin('GIF87a')],
    ['gif', latin('GIF89a')],
    ['text', latin('GIF88a')],
    ['tiff', latin('II*\0\x08\0\0\0')],
    ['tiff', latin('MM\0*\0\0\0\x08')],
    ['tiff', latin('II+\0\x08\0\0\0')],
    ['unknown', latin('MM*\0\0\0\0\x08')],
    ['tiff', latin('II*\0\x10\0\0\0CR\x02\0')], // what it is, all of it says
    ['raw Fujifilm (.RAF)', latin('FUJIFILMCCD-RAW ')],
    ['raw Canon (.CR3)', ftyp('crx ', 'crx ', 'isom')],
    ['raw Olympus (.ORF)', latin('IIRO\x08\0\0\0')],
    ['raw Olympus (.ORF)', latin('MMOR\0\0\0\x08')],
    ['raw Panasonic (.RW2)', latin('IIU\0\x18\0\0\0')],
    ['raw Sigma (.X3F)', latin('FOVb\0\0\x02\0')],
    ['raw Minolta (.MRW)', latin('\0MRM\0\0\0\0')],
    ['avif', ftyp('avif', 'mif1')],
    ['avif', ftyp('mif1', 'miaf', 'avis')],
    ...['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1'].map(
      (brand): [string, Uint8Array] => ['heic', ftyp(brand)],
    ),
    ['heic', ftyp('abcd', 'miaf', 'heic')],
    ['unknown', ftyp('abcd', 'mif1')],
    ['video', ftyp('isom', 'mp41')],
    ['video', ftyp('qt  ')],
    ['audio', ftyp('M4A ', 'isom')],
    ['video', latin('\0\0\0\x08wide\0\0\0\0mdat')],
    ['video', latin('\0\0\x01\xba\x44')],
    ['video', latin('FLV\x01')],
    ['audio', latin('ID3\x04\0')],
    ['archive', latin('PK\x03\x04\x14\0')],
    ['archive', latin('\x1f\x8b\x08')],
    ['text', Buffer.from('Grüße aus Köln,\r\n\tdie Fotos hängen an.')],
    ['text', Buffer.from('ü'.repeat(4000)).subarray(1, 4097).subarray(1)], // the head ends within a letter
    ['text', latin('\xff\xfeH\0i\0')],
    ['unknown', latin('Gr\xfc\xdfe aus K\xf6ln')],
    ['unknown', latin('text\0')],
    // A brand beyond the end of its own box belongs to something else.
    ['video', Buffer.concat([ftyp('isom'), latin('heicheic')])],
    ['heic', Buffer.concat([ftyp('isom', 'heic'), latin('rest')])],
    ['video', latin('\x1a\x45\xdf\xa3')],
    ['unknown', latin('\0\0\0\x10ftyx' + 'heic\0\0\0\0')],
    ['jpeg-xl', latin('\xff\x0a')],
    ['jpeg-xl', latin('\0\0\0\x0cJXL \r\n')],
    ['jpeg-2000', latin('\0\0\0\x0cjP  \r\n')],
    ['jpeg-2000', latin('\xff\x4f\xff\x51')],
    ['pdf', latin('%PDF-1')],
    ['svg', latin('<svg xmlns="x">')],
    ['svg', latin('\xef\xbb\xbf \n<?xml?><!-- a --><svg>')],
    ['text', latin('text <svg>')],
    ['text', latin('<svgs>')],
    ['text', latin(`<${' '.repeat(1024)}<svg>`)],
    ['bmp', latin(`BM\0\0\0\0\0\0\0\0${'x'.repeat(17)}`)],
    ['unknown', latin(`BM\0\0\0\0\0\0\0\0${'x'.repeat(16)}`)],
    ['unknown', latin(`BM\0\0\0\0\0\x01\0\0${'x'.repeat(17)}`)],
    ['photoshop', latin('8BPS')],
    ['empty', new Uint8Array(0)],
    ['text', latin('8BP')],
  ])('%s: %s', (wanted, bytes) => {
    expect(kind(bytes)).toBe(wanted);
  });

  it('is read in place, even inside a larger buffer', () => {
    expect(kind(Uint8Array.from([1, 2, 3, ...ftyp('abcd', 'heic')]).subarray(3))).toBe('heic');
  });

  it.each<[string, string, string, Uint8Array]>([
    ['empty-file', 'an empty file', 'an empty file (0 bytes)', new Uint8Array(0)],
    ['not-an-image', 'a text', 'a text', latin('Dear guests')],
    ['not-an-image', 'not an image', 'not an image', latin('\0\x01')],
    ['unsupported-format', 'a video', 'a video', ftyp('isom')],
    ['unsupported-format', 'a PDF document', 'a PDF document', latin('%PDF-1.7')],
    ['unsupported-format', 'a JPEG XL picture', 'a JPEG XL picture', latin('\xff\x0a')],
    ['unsupported-format', 'a RAW file of Olympus (.ORF)', 'a RAW file of Olympus (.ORF)', latin('IIRO')],
  ])('that is none is refused as what it is, %s: %s', (code, name, said, bytes) => {
    expect(kindName(fileKindOf(bytes))).toBe(name);
    let refusal: unknown;
    try {
      sniffFormat(bytes);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(PhotoError);
    expect(refusal).toMatchObject({ code, reason: expect.stringContaining(`This is ${said}`) as string });
  });
});
