/** @module The two native libraries: do they load on this machine? */

import { missing, ok, reasonOf, type Check } from './doctor.check.js';

const REINSTALL =
  'remove node_modules and run ./visage again on this machine; Alpine and other musl systems lack it';

export const sharpCheck: Check = {
  title: 'Image library (sharp)',
  async run() {
    try {
      const { default: sharp } = await import('sharp');
      const image = sharp({ create: { width: 8, height: 8, channels: 3, background: 'white' } });
      const bytes = await image.webp().toBuffer();
      return bytes.length > 0
        ? ok(`sharp ${sharp.versions.sharp ?? ''}, libvips ${sharp.versions.vips}`)
        : missing('encodes nothing', REINSTALL);
    } catch (error) {
      return missing(reasonOf(error), REINSTALL);
    }
  },
};
