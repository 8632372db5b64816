/** @module The photos of the demo event: six real ones from a development dependency. */

import { readFile } from 'node:fs/promises';
import { inRepository } from '../repository.folder.js';

const FOLDER = inRepository('node_modules', '@vladmandic', 'face-api', 'demo');
const NAMES = ['sample1.jpg', 'sample2.jpg', 'sample3.jpg', 'sample4.jpg', 'sample5.jpg', 'sample6.jpg'];

export interface DemoPhoto {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Undefined if development dependencies are not installed. */
export async function readDemoPhotos(): Promise<DemoPhoto[] | undefined> {
  try {
    return await Promise.all(
      NAMES.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(`${FOLDER}/${name}`)) })),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
