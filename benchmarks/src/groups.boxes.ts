/** @module Hand-made face boxes of the groups album: dlib's XML, boxes square and loose. */
import { readFile } from 'node:fs/promises';
import type { Box } from '@visage/contracts/geometry.contract';

/** @returns boxes by file name */
export async function readGroupBoxes(path: string): Promise<Map<string, Box[]>> {
  const xml = await readFile(path, 'latin1');
  const photos = new Map<string, Box[]>();
  for (const [, file, body] of xml.matchAll(/<image\s+file='([^']+)'[^>]*>([\s\S]*?)<\/image>/g)) {
    const boxes = [...(body ?? '').matchAll(/<box\s+([^>]*)\/>/g)].map(([, attributes]) =>
      readBox(attributes ?? ''),
    );
    photos.set(file ?? '', boxes);
  }
  if (photos.size === 0) throw new Error(`${path} holds no <image> elements.`);
  return photos;
}

function readBox(attributes: string): Box {
  const value = (name: string): number => {
    const text = new RegExp(`${name}='(-?[0-9.]+)'`).exec(attributes)?.[1];
    if (text === undefined) throw new Error(`A box has no ${name}: ${attributes}`);
    return Number(text);
  };
  return [value('left'), value('top'), value('width'), value('height')];
}
