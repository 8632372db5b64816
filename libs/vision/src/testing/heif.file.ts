/**
 * @module A HEIC of several pictures, put together from the one of tiny.heic.ts: its tile of 64 x 64 pixels, red up to the 16th
 * column and blue from there on, as many times as asked for (ISO/IEC 23008-12).
 */
import { TINY_HEIC } from './tiny.heic.js';

export interface HeifPicture {
  /** Counter-clockwise, in quarters. */
  turned?: 0 | 1 | 2 | 3;
  /** Its transparency is the brightness of the same tile. */
  transparent?: boolean;
  /** Its colours are multiplied with its transparency already. */
  premultiplied?: boolean;
  /** A TIFF structure that belongs to it. */
  exif?: Uint8Array;
}

const ascii = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const u16 = (value: number): number[] => [(value >> 8) & 255, value & 255];
const u32 = (value: number): number[] => [...u16(value >>> 16), ...u16(value & 0xffff)];
const box = (type: string, ...content: number[][]): number[] => {
  const all = content.flat();
  return [...u32(all.length + 8), ...ascii(type), ...all];
};
const full = (type: string, version: number, flags: number, ...content: number[][]): number[] =>
  box(type, [version, ...u32(flags).slice(1)], ...content);

interface Item {
  id: number;
  type: string;
  data: number[];
  hidden?: boolean;
  /** Of its properties, 1-based. */
  properties: number[];
  references: { type: string; to: number }[];
}

/** @param primary index of the picture that is to be shown */
export function heifFile(pictures: readonly HeifPicture[], primary: number): Uint8Array {
  const properties: number[][] = [boxOf('hvcC'), full('ispe', 0, 0, u32(64), u32(64))];
  const property = (bytes: number[]): number => properties.push(bytes);
  const tile = [...TINY_HEIC.subarray(-0xcc)];
  const items: Item[] = [];
  const add = (item: Omit<Item, 'id'>): number => items.push({ id: items.length + 1, ...item });
  const ids = pictures.map(({ turned = 0 }) =>
    add({
      ...{ type: 'hvc1', data: tile, references: [] },
      properties: [1, 2, ...(turned === 0 ? [] : [property(box('irot', [turned]))])],
    }),
  );
  pictures.forEach(({ transparent = false, premultiplied = false, exif }, index) => {
    const id = ids[index] ?? 0;
    if (transparent) {
      const kind = full('auxC', 0, 0, ascii('urn:mpeg:hevc:2015:auxid:1\0'));
      const alpha = add({
        ...{ type: 'hvc1', data: tile, hidden: true },
        properties: [1, 2, property(kind)],
        references: [{ type: 'auxl', to: id }],
      });
      if (premultiplied) items[id - 1]?.references.push({ type: 'prem', to: alpha });
    }
    if (exif) {
      const references = [{ type: 'cdsc', to: id }];
      add({ type: 'Exif', data: [...u32(0), ...exif], hidden: true, properties: [], references });
    }
  });
  const ftyp = box('ftyp', ascii('heic'), u32(0), ascii('mif1heic'));
  const meta = (dataAt: number): number[] => {
    let at = dataAt;
    const places = items.map(({ id, data }) => {
      const place = [...u16(id), ...u16(0), ...u16(1), ...u32(at), ...u32(data.length)];
      at += data.length;
      return place;
    });
    return full(
      ...(['meta', 0, 0] as const),
      full('hdlr', 0, 0, u32(0), ascii('pict'), u32(0), u32(0), u32(0), [0]),
      full('pitm', 0, 0, u16(ids[primary] ?? 0)),
      full('iloc', 0, 0, [0x44, 0], u16(items.length), ...places),
      full(
        ...(['iinf', 0, 0] as const),
        u16(items.length),
        ...items.map(({ id, type, hidden }) =>
          full('infe', 2, hidden ? 1 : 0, u16(id), u16(0), ascii(type), [0]),
        ),
      ),
      box(
        'iprp',
        box('ipco', ...properties),
        full(
          ...(['ipma', 0, 0] as const),
          u32(items.filter((item) => item.properties.length > 0).length),
          ...items
            .filter((item) => item.properties.length > 0)
            .map((item) => [...u16(item.id), item.properties.length, ...item.properties]),
        ),
      ),
      ...(items.some((item) => item.references.length > 0)
        ? [
            full(
              ...(['iref', 0, 0] as const),
              ...items.flatMap(({ id, references }) =>
                references.map(({ type, to }) => box(type, u16(id), u16(1), u16(to))),
              ),
            ),
          ]
        : []),
    );
  };
  const before = ftyp.length + meta(0).length + 8;
  return Uint8Array.from([...ftyp, ...meta(before), ...box('mdat', ...items.map(({ data }) => data))]);
}

/** The box of this type as the tiny HEIC has it. */
function boxOf(type: string): number[] {
  const at = Buffer.from(TINY_HEIC).indexOf(type, 'latin1') - 4;
  return [...TINY_HEIC.subarray(at, at + new DataView(TINY_HEIC.buffer, TINY_HEIC.byteOffset).getUint32(at))];
}
