/** @module Five-point similarity alignment of an RGB photo into a square crop. */

/**
 * ArcFace's five-point template for a 112x112 crop (Deng et al., 2019): eye centres, nose tip, mouth corners, the
 * viewer's left first, in pixels.
 */
export const ARCFACE_112 = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** Side in pixels of the face seen by the students: the ArcFace view resampled to 96x96 ("facenet-96"). */
export const STUDENT_SIZE = 96;

/** Pixels of context kept on every side of the student's view, so that augmentation moves over real pixels. */
export const STUDENT_MARGIN = 8;

/** The template of the stored student crop: "facenet-96" with its margin, 112x112 in all. */
export const STUDENT_TEMPLATE = ARCFACE_112.map(([x, y]) => [
  (x * STUDENT_SIZE) / 112 + STUDENT_MARGIN,
  (y * STUDENT_SIZE) / 112 + STUDENT_MARGIN,
]);

/**
 * Least-squares similarity that takes `from` onto `to` (Umeyama 1991, two dimensions, no reflection).
 * @returns {[number, number, number, number]} a, b, tx, ty with x' = ax - by + tx, y' = bx + ay + ty
 */
export function similarity(from, to) {
  const n = from.length;
  const mean = (points, axis) => points.reduce((sum, p) => sum + p[axis], 0) / n;
  const [fx, fy, gx, gy] = [mean(from, 0), mean(from, 1), mean(to, 0), mean(to, 1)];
  let dot = 0;
  let cross = 0;
  let norm = 0;
  from.forEach(([x, y], i) => {
    const [u, v, p, q] = [x - fx, y - fy, to[i][0] - gx, to[i][1] - gy];
    dot += u * p + v * q;
    cross += u * q - v * p;
    norm += u * u + v * v;
  });
  const a = dot / norm;
  const b = cross / norm;
  return [a, b, gx - a * fx + b * fy, gy - b * fx - a * fy];
}

/**
 * Warps a photo by the similarity of its landmarks to a template: bilinear, averaging several samples a pixel where the
 * photo is at least 1.5 times finer than the crop.
 * @param {'black' | 'edge'} outside what lies beyond the photo: networks in use see black; tightly cut training photos
 *   are continued by their edge, so that no network learns the frame
 * @param {{data: Uint8Array, width: number, height: number}} photo interleaved RGB
 * @returns {Uint8Array} size x size x 3, interleaved RGB
 */
export function alignFace(photo, landmarks, template, size, outside = 'black') {
  const [a, b, tx, ty] = similarity(landmarks, template);
  const scale2 = a * a + b * b;
  const [ia, ib] = [a / scale2, -b / scale2];
  const grid = Math.max(1, Math.round(1 / Math.sqrt(scale2)));
  const out = new Uint8Array(size * size * 3);
  const sum = new Float64Array(3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      sum.fill(0);
      for (let s = 0; s < grid * grid; s++) {
        const dx = x + ((s % grid) + 0.5) / grid - 0.5 - tx;
        const dy = y + (Math.floor(s / grid) + 0.5) / grid - 0.5 - ty;
        addSample(photo, ia * dx - ib * dy, ib * dx + ia * dy, outside, sum);
      }
      const at = (y * size + x) * 3;
      for (let c = 0; c < 3; c++) out[at + c] = Math.round(sum[c] / (grid * grid));
    }
  }
  return out;
}

function addSample({ data, width, height }, x, y, outside, sum) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const px = outside === 'edge' ? clamped(x0 + i, width) : x0 + i;
      const py = outside === 'edge' ? clamped(y0 + j, height) : y0 + j;
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const weight = (i ? x - x0 : 1 - (x - x0)) * (j ? y - y0 : 1 - (y - y0));
      const at = (py * width + px) * 3;
      for (let c = 0; c < 3; c++) sum[c] += weight * data[at + c];
    }
  }
}

function clamped(index, size) {
  return Math.min(size - 1, Math.max(0, index));
}
