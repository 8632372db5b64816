/** @module 68 landmarks, averaged over several views of the same face, and how well those views agree. */
import type { Box, Landmarks, Point } from '@visage/contracts/geometry.contract';
import { applyAffine, type Affine } from '../image/affine.matrix.js';
import type { PhotoView } from '../image/image.pyramid.js';
import { onlyOutput, type Network } from '../network/onnx.model.js';
import { LANDMARK_VIEWS, ROLL_WORTH_TURNING } from './face.thresholds.js';

export interface FaceLandmarks {
  five: Landmarks;
  /** All points in the order of iBUG 300-W, pixels of the photo. */
  points: Point[];
  /** Mean deviation of a point between the views, in eye distances; small on faces, large elsewhere. */
  disagreement: number;
}

const RIGHT_OF_MIRROR = mirrorOrder();

/** Two passes: the second looks at the face turned upright by the eyes of the first. */
export async function findLandmarks(network: Network, photo: PhotoView, box: Box): Promise<FaceLandmarks> {
  const side = Math.max(box[2], box[3]);
  const centre: Point = [box[0] + box[2] / 2, box[1] + box[3] / 2];
  const first = await averageViews(network, photo, centre, side, 0);
  const [left, right] = first.five;
  const roll = Math.atan2(right[1] - left[1], right[0] - left[0]);
  if (Math.abs(roll) < ROLL_WORTH_TURNING) return first;
  return averageViews(network, photo, centre, side, roll);
}

async function averageViews(
  network: Network,
  photo: PhotoView,
  centre: Point,
  side: number,
  roll: number,
): Promise<FaceLandmarks> {
  const views: Point[][] = [];
  for (const view of LANDMARK_VIEWS) {
    const size = side * view.scale;
    const at: Point = [centre[0] + view.dx * side, centre[1] + view.dy * side];
    views.push(await landmarksInView(network, photo, at, size, roll, view.mirrored));
  }
  const count = views[0]?.length ?? 0;
  const points = Array.from({ length: count }, (_, i): Point =>
    meanPoint(views.map((view) => view[i] ?? [0, 0])),
  );
  const five = fivePoints(points);
  const eyes = Math.hypot(five[1][0] - five[0][0], five[1][1] - five[0][1]);
  let deviation = 0;
  for (const view of views) {
    view.forEach(([x, y], i) => {
      const [mx, my] = points[i] ?? [0, 0];
      deviation += Math.hypot(x - mx, y - my);
    });
  }
  return {
    five,
    points,
    disagreement: deviation / (views.length * Math.max(1, count)) / Math.max(eyes, 1e-6),
  };
}

async function landmarksInView(
  network: Network,
  photo: PhotoView,
  centre: Point,
  size: number,
  roll: number,
  mirrored: boolean,
): Promise<Point[]> {
  const { width, height } = network.model.input;
  const a = (Math.cos(roll) * size) / width;
  const c = (Math.sin(roll) * size) / height;
  const toPhoto: Affine = {
    a,
    b: -c,
    tx: centre[0] - (a * width - c * height) / 2,
    c,
    d: a,
    ty: centre[1] - (c * width + a * height) / 2,
  };
  const values = onlyOutput(await network.run(await photo.sample(toPhoto, width, height), mirrored));
  const points: Point[] = [];
  for (let i = 0; i < values.length / 2; i += 1) {
    const from = mirrored ? (RIGHT_OF_MIRROR[i] ?? i) : i;
    const x = values[from * 2] ?? 0;
    const y = values[from * 2 + 1] ?? 0;
    points.push(applyAffine(toPhoto, [(mirrored ? 1 - x : x) * width, y * height]));
  }
  return points;
}

/** Eyes are the centres of their contours (37-42, 43-48), then nose tip (31) and mouth corners (49, 55). */
function fivePoints(points: readonly Point[]): Landmarks {
  const at = (i: number): Point => points[i] ?? [0, 0];
  return [meanPoint(points.slice(36, 42)), meanPoint(points.slice(42, 48)), at(30), at(48), at(54)];
}

function meanPoint(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}

/** Which point of a mirrored face is point i of the face itself. */
function mirrorOrder(): number[] {
  const order = Array.from({ length: 68 }, (_, i) => i);
  const swap = (left: number[], right: number[]): void =>
    left.forEach((l, i) => {
      const r = right[i] ?? l;
      order[l] = r;
      order[r] = l;
    });
  swap([0, 1, 2, 3, 4, 5, 6, 7], [16, 15, 14, 13, 12, 11, 10, 9]);
  swap([17, 18, 19, 20, 21], [26, 25, 24, 23, 22]);
  swap([31, 32], [35, 34]);
  swap([36, 37, 38, 39, 40, 41], [45, 44, 43, 42, 47, 46]);
  swap([48, 49, 50, 59, 58], [54, 53, 52, 55, 56]);
  swap([60, 61, 67], [64, 63, 65]);
  return order;
}
