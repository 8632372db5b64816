/**
 * @module Generated faces, and networks that know them, for tests of how networks' answers are processed. A face is
 * two discs on black, red for the eye on the viewer's left and green for the other; blue says which face it is.
 */
import type { Point } from '@visage/contracts/geometry.contract';
import { applyAffine, type Affine } from '../image/affine.matrix.js';
import type { ModelOutputs, Network } from '../network/onnx.model.js';
import type { RgbImage } from '../image/rgb.image.js';

export interface MadeFace {
  centre: Point;
  /** Side of the box that the detector finds. */
  side: number;
  /** Radians by which the face is turned clockwise; 0 is upright. */
  turn: number;
  /**
   * The detector's score by the angle at which it sees the face, -PI..PI. Default: 0.999 up to an eighth of a turn to
   * either side, 0 beyond.
   */
  score?: (turn: number) => number;
  /** Disagreement of the landmark views, by the same angle; default 0. */
  disagreement?: (turn: number) => number;
}

/** Positions of the iBUG 300-W points in the box of a generated face, 0..1: as symmetric as a face. */
export const MADE_POINTS: readonly Point[] = [
  ...Array.from({ length: 17 }, (_, i): Point => [0.1 + 0.05 * i, 0.4 + 0.5 * Math.sin((Math.PI * i) / 16)]), // jaw
  ...[0.18, 0.23, 0.28, 0.33, 0.38, 0.62, 0.67, 0.72, 0.77, 0.82].map((x): Point => [
    x,
    0.28 + 0.1 * (x - 0.5) ** 2,
  ]), // brows
  ...[0.42, 0.48, 0.54, 0.6].map((y): Point => [0.5, y]), // bridge
  ...[0.42, 0.46, 0.5, 0.54, 0.58].map((x): Point => [x, 0.64]), // nostrils
  // eyes: outer corner first on the left, inner corner first on the right; their middles are the discs
  ...([
    [0.25, 0.4],
    [0.28, 0.38],
    [0.32, 0.38],
    [0.35, 0.4],
    [0.32, 0.42],
    [0.28, 0.42],
  ] as Point[]),
  ...([
    [0.65, 0.4],
    [0.68, 0.38],
    [0.72, 0.38],
    [0.75, 0.4],
    [0.72, 0.42],
    [0.68, 0.42],
  ] as Point[]),
  ...([
    [0.34, 0.76],
    [0.4, 0.73],
    [0.46, 0.71],
    [0.5, 0.72],
    [0.54, 0.71],
    [0.6, 0.73],
    [0.66, 0.76],
  ] as Point[]), // upper lip
  ...([
    [0.6, 0.8],
    [0.54, 0.82],
    [0.5, 0.83],
    [0.46, 0.82],
    [0.4, 0.8],
  ] as Point[]), // lower lip
  ...([
    [0.37, 0.76],
    [0.45, 0.75],
    [0.5, 0.76],
    [0.55, 0.75],
    [0.63, 0.76],
    [0.55, 0.78],
    [0.5, 0.79],
    [0.45, 0.78],
  ] as Point[]), // inside
];

const EYES: readonly [Point, Point] = [
  [0.3, 0.4],
  [0.7, 0.4],
];
const BLUE_STEP = 60;

/** Maps the box of a face, 0..1, to the photo. */
export function placeOf({ centre, side, turn }: Pick<MadeFace, 'centre' | 'side' | 'turn'>): Affine {
  const [a, c] = [side * Math.cos(turn), side * Math.sin(turn)];
  return { a, b: -c, tx: centre[0] - (a - c) / 2, c, d: a, ty: centre[1] - (c + a) / 2 };
}

/** Up to three faces on black. */
export function drawFaces(width: number, height: number, faces: readonly MadeFace[]): RgbImage {
  const data = new Uint8Array(width * height * 3);
  faces.forEach((face, number) => {
    const radius = face.side * 0.1;
    EYES.forEach((eye, channel) => {
      const [ex, ey] = applyAffine(placeOf(face), eye);
      for (let y = Math.max(0, Math.floor(ey - radius - 1)); y < Math.min(height, ey + radius + 1); y += 1) {
        for (let x = Math.max(0, Math.floor(ex - radius - 1)); x < Math.min(width, ex + radius + 1); x += 1) {
          const covered = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x + 0.5 - ex, y + 0.5 - ey)));
          const at = (y * width + x) * 3;
          data[at + channel] = Math.max(data[at + channel] ?? 0, Math.round(240 * covered));
          data[at + 2] = Math.max(data[at + 2] ?? 0, Math.round((number + 1) * BLUE_STEP * covered));
        }
      }
    });
  });
  return { width, height, data };
}

interface Disc {
  x: number;
  y: number;
  weight: number;
  face: number;
}

/** Connected spots of a channel, with their middles. */
function discs(pixels: Uint8Array, width: number, height: number, channel: 0 | 1): Disc[] {
  const seen = new Uint8Array(width * height);
  const found: Disc[] = [];
  const lit = (at: number): boolean => seen[at] === 0 && (pixels[at * 3 + channel] ?? 0) >= 40;
  for (let start = 0; start < width * height; start += 1) {
    if (!lit(start)) continue;
    seen[start] = 1;
    const open = [start];
    const sum = { x: 0, y: 0, weight: 0, blue: 0 };
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const value = pixels[at * 3 + channel] ?? 0;
      const x = at % width;
      sum.x += value * (x + 0.5);
      sum.y += value * (Math.floor(at / width) + 0.5);
      sum.weight += value;
      sum.blue += pixels[at * 3 + 2] ?? 0;
      const beside = [x > 0 ? at - 1 : at, x + 1 < width ? at + 1 : at, at - width, at + width];
      for (const next of beside) {
        if (next < 0 || next >= width * height || !lit(next)) continue;
        seen[next] = 1;
        open.push(next);
      }
    }
    const face = Math.round(((sum.blue / sum.weight) * 240) / BLUE_STEP) - 1;
    found.push({ x: sum.x / sum.weight, y: sum.y / sum.weight, weight: sum.weight, face });
  }
  return found;
}

interface SeenFace {
  face: MadeFace;
  /** Maps the box of the face, 0..1, to the picture. */
  place: Affine;
  turn: number;
  centre: Point;
  side: number;
}

function facesIn(faces: readonly MadeFace[], pixels: Uint8Array, width: number, height: number): SeenFace[] {
  const greens = discs(pixels, width, height, 1);
  return discs(pixels, width, height, 0).flatMap((red) => {
    const green = greens.find(
      (one) => one.face === red.face && one.weight > red.weight / 2 && red.weight > one.weight / 2,
    );
    const face = faces[red.face];
    if (green === undefined || face === undefined) return [];
    const turn = Math.atan2(green.y - red.y, green.x - red.x);
    const side = Math.hypot(green.x - red.x, green.y - red.y) / (EYES[1][0] - EYES[0][0]);
    const [dx, dy] = [-Math.sin(turn) * 0.1 * side, Math.cos(turn) * 0.1 * side];
    const centre: Point = [(red.x + green.x) / 2 + dx, (red.y + green.y) / 2 + dy];
    return [{ face, place: placeOf({ centre, side, turn }), turn, centre, side }];
  });
}

export interface MadeNetwork extends Network {
  /** How far the faces of each picture were turned, one list per picture. */
  readonly turns: number[][];
}

/** Gives the scripted answers picture by picture, repeating the last one. */
export function scriptedNetwork(
  answers: readonly Record<string, readonly number[]>[],
  width = 320,
  height = 240,
) {
  const pictures: { pixels: Uint8Array; mirrored: boolean }[] = [];
  return {
    model: { input: inputOf(width, height) },
    pictures,
    run(pixels: Uint8Array, mirrored = false): Promise<ModelOutputs> {
      const answer = answers[Math.min(pictures.length, answers.length - 1)] ?? {};
      pictures.push({ pixels, mirrored });
      return Promise.resolve(
        new Map(Object.entries(answer).map(([name, values]) => [name, Float32Array.from(values)])),
      );
    },
  };
}

function inputOf(width: number, height: number): Network['model']['input'] {
  return { width, height, order: 'rgb', mean: [0], scale: [1] };
}

/** Pixels of the picture below which the detector sees no face. */
const LEAST_SIDE = 9;

/** Finds generated faces and answers as the detector does: each box with its score. */
export function madeDetector(faces: readonly MadeFace[], width = 320, height = 240): MadeNetwork {
  const turns: number[][] = [];
  return {
    model: { input: inputOf(width, height) },
    turns,
    run(pixels, mirrored = false): Promise<ModelOutputs> {
      const seen = facesIn(faces, pixels, width, height).filter(({ side }) => side >= LEAST_SIDE);
      turns.push(seen.map(({ turn }) => turn));
      const scores: number[] = [];
      const boxes: number[] = [];
      for (const { face, turn, centre, side } of seen) {
        const score = face.score?.(turn) ?? (Math.abs(turn) <= Math.PI / 4 ? 0.999 : 0);
        const x = mirrored ? width - centre[0] : centre[0];
        scores.push(1 - score, score);
        boxes.push(
          (x - side / 2) / width,
          (centre[1] - side / 2) / height,
          (x + side / 2) / width,
          (centre[1] + side / 2) / height,
        );
      }
      return Promise.resolve(
        new Map([
          ['scores', Float32Array.from(scores)],
          ['boxes', Float32Array.from(boxes)],
        ]),
      );
    },
  };
}

/**
 * Knows the landmarks of the generated face in the picture; its mirrored and plain views disagree by the face's
 * `disagreement`.
 */
export function madeLandmarks(faces: readonly MadeFace[], side = 64): MadeNetwork {
  const turns: number[][] = [];
  return {
    model: { input: inputOf(side, side) },
    turns,
    run(pixels, mirrored = false): Promise<ModelOutputs> {
      const [seen, ...others] = facesIn(faces, pixels, side, side).sort((a, b) => b.side - a.side);
      turns.push([seen, ...others].flatMap((one) => (one ? [one.turn] : [])));
      if (seen === undefined) return Promise.resolve(new Map([['points', new Float32Array(136)]]));
      const { face, place, turn } = seen;
      const shift = (face.disagreement?.(turn) ?? 0) * (EYES[1][0] - EYES[0][0]) * (mirrored ? -1 : 1);
      const points = MADE_POINTS.flatMap(([u, v]) => {
        // In the mirror, the point in that place belongs to the other side.
        const [x, y] = applyAffine(place, [mirrored ? 1 - u : u, v + shift]);
        return [(mirrored ? side - x : x) / side, y / side];
      });
      return Promise.resolve(new Map([['points', Float32Array.from(points)]]));
    },
  };
}
