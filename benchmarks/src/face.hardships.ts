/** @module What makes a face hard to find, one hardship at a time, drawn onto an LFW portrait. */
import sharp from 'sharp';
import type { Box, Point } from '@visage/contracts/geometry.contract';
import type { LfwPhoto } from './lfw.photos.js';

export interface Hardship {
  name: string;
  /** The photo, and where the middle of the face is in it. */
  make(bytes: Uint8Array, face: LfwPhoto): Promise<{ bytes: Buffer; middle: Point }>;
}

/** Side of an LFW photo. */
const SIDE = 250;
const GREY = '#6b6460';

export const HARDSHIPS: readonly Hardship[] = [
  ...[15, 30, 45, 60, 90, 180, 270].map(turned),
  ...[40, 30, 20, 16].map(small),
  closeUp(),
  sunglasses(),
  saved(10),
  dark(0.2),
];

function middleOf([x, y, w, h]: Box): Point {
  return [x + w / 2, y + h / 2];
}

function turned(degrees: number): Hardship {
  return {
    name: `turned by ${degrees} degrees`,
    make: async (bytes, { box }) => {
      const { data, info } = await sharp(bytes)
        .rotate(degrees, { background: GREY })
        .jpeg()
        .toBuffer({ resolveWithObject: true });
      const radians = (degrees * Math.PI) / 180;
      const [x, y] = middleOf(box).map((value) => value - SIDE / 2) as [number, number];
      const middle: Point = [
        info.width / 2 + x * Math.cos(radians) - y * Math.sin(radians),
        info.height / 2 + x * Math.sin(radians) + y * Math.cos(radians),
      ];
      return { bytes: data, middle };
    },
  };
}

/** In a photo of 1600 x 1200, its face so many pixels wide. */
function small(pixels: number): Hardship {
  return {
    name: `${pixels} pixels wide`,
    make: async (bytes, { box }) => {
      const scale = pixels / box[2];
      const side = Math.max(1, Math.round(SIDE * scale));
      const input = await sharp(bytes).resize(side, side).toBuffer();
      const [left, top] = [700, 400];
      const photo = sharp({ create: { width: 1600, height: 1200, channels: 3, background: GREY } });
      const [x, y] = middleOf(box);
      return {
        bytes: await photo.composite([{ input, left, top }]).jpeg().toBuffer(),
        middle: [left + x * scale, top + y * scale],
      };
    },
  };
}

function closeUp(): Hardship {
  return {
    name: 'fills the frame',
    make: async (bytes, { box: [x, y, w, h] }) => {
      const left = Math.max(0, Math.round(x));
      const top = Math.max(0, Math.round(y));
      const width = Math.min(SIDE - left, Math.round(w));
      const height = Math.min(SIDE - top, Math.round(h));
      const photo = sharp(bytes).extract({ left, top, width, height }).resize(1000);
      const { data, info } = await photo.jpeg().toBuffer({ resolveWithObject: true });
      return { bytes: data, middle: [info.width / 2, info.height / 2] };
    },
  };
}

function sunglasses(): Hardship {
  return {
    name: 'with sunglasses',
    make: async (bytes, { box, landmarks: [left, right] }) => {
      const eyes = Math.hypot(right[0] - left[0], right[1] - left[1]);
      const lens = ([x, y]: Point): string =>
        `<ellipse cx="${x}" cy="${y + eyes * 0.06}" rx="${eyes * 0.42}" ry="${eyes * 0.32}"/>`;
      const bar = `<line x1="${left[0]}" y1="${left[1]}" x2="${right[0]}" y2="${right[1]}" stroke="#111" stroke-width="${eyes * 0.1}"/>`;
      const svg = `<svg width="${SIDE}" height="${SIDE}" fill="#111">${lens(left)}${lens(right)}${bar}</svg>`;
      return {
        bytes: await sharp(bytes)
          .composite([{ input: Buffer.from(svg) }])
          .jpeg()
          .toBuffer(),
        middle: middleOf(box),
      };
    },
  };
}

function saved(quality: number): Hardship {
  return {
    name: `saved at JPEG ${quality}`,
    make: async (bytes, { box }) => ({
      bytes: await sharp(bytes).jpeg({ quality }).toBuffer(),
      middle: middleOf(box),
    }),
  };
}

function dark(light: number): Hardship {
  return {
    name: `at ${light * 100} % of the light`,
    make: async (bytes, { box }) => ({
      bytes: await sharp(bytes).linear(light, 0).jpeg().toBuffer(),
      middle: middleOf(box),
    }),
  };
}
