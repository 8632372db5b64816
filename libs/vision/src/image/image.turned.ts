/** @module A photo rotated by quarter turns, so that a search for upright faces finds those that are lying. */
import type { Box, Point } from '@visage/contracts/geometry.contract';
import { applyAffine, composeAffine, invertAffine, type Affine } from './affine.matrix.js';
import type { PhotoView } from './image.pyramid.js';
import type { RgbImage } from './rgb.image.js';

/** Quarter turns, clockwise. */
export type Quarters = 1 | 2 | 3;

export class TurnedPhoto implements PhotoView {
  readonly width: number;
  readonly height: number;
  /** Maps pixels of the turned photo to those of the original. */
  private readonly toPhoto: Affine;

  constructor(
    private readonly photo: PhotoView,
    private readonly quarters: Quarters,
  ) {
    const sideways = quarters !== 2;
    this.width = sideways ? photo.height : photo.width;
    this.height = sideways ? photo.width : photo.height;
    this.toPhoto = unturn(quarters, photo);
  }

  /** The unturned patch is sampled, then turned: an upright map stays upright, which is several times faster. */
  async sample(toTurned: Affine, width: number, height: number, detail?: number): Promise<Uint8Array> {
    const unturned = this.quarters === 2 ? { width, height } : { width: height, height: width };
    const toPatch = invertAffine(unturn(this.quarters, unturned));
    const toPhoto = composeAffine(composeAffine(this.toPhoto, toTurned), toPatch);
    const data = await this.photo.sample(toPhoto, unturned.width, unturned.height, detail);
    return turnImage({ ...unturned, data }, this.quarters).data;
  }

  async shrunk(step: number): Promise<RgbImage> {
    return turnImage(await this.photo.shrunk(step), this.quarters);
  }

  pointInPhoto(point: Point): Point {
    return applyAffine(this.toPhoto, point);
  }

  boxInPhoto(box: Box): Box {
    return moveBox(box, this.toPhoto);
  }

  boxInTurned(box: Box): Box {
    return moveBox(box, invertAffine(this.toPhoto));
  }
}

/** Only for quarter turns, which keep a box a box. */
function moveBox([x, y, w, h]: Box, turn: Affine): Box {
  const [x0, y0] = applyAffine(turn, [x, y]);
  const [x1, y1] = applyAffine(turn, [x + w, y + h]);
  return [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
}

function unturn(quarters: Quarters, { width, height }: { width: number; height: number }): Affine {
  if (quarters === 1) return { a: 0, b: 1, tx: 0, c: -1, d: 0, ty: height };
  if (quarters === 2) return { a: -1, b: 0, tx: width, c: 0, d: -1, ty: height };
  return { a: 0, b: -1, tx: width, c: 1, d: 0, ty: 0 };
}

function turnImage({ data, width, height }: RgbImage, quarters: Quarters): RgbImage {
  const [columns, rows] = quarters === 2 ? [width, height] : [height, width];
  const { a, b, c, d, tx, ty } = unturn(quarters, { width: width - 1, height: height - 1 });
  const turned = new Uint8Array(data.length);
  for (let y = 0, to = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1, to += 3) {
      const from = ((c * x + d * y + ty) * width + a * x + b * y + tx) * 3;
      turned[to] = data[from] as number;
      turned[to + 1] = data[from + 1] as number;
      turned[to + 2] = data[from + 2] as number;
    }
  }
  return { data: turned, width: columns, height: rows };
}
