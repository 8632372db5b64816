/** @module A box that a guest draws around a face, in fractions of the picture's width and height. */
export interface ClaimBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** From the upper left, line by line: 0 and 1 on top, 2 and 3 at the bottom. */
export const CORNERS = [0, 1, 2, 3] as const;
export type Corner = (typeof CORNERS)[number];

/** In a smaller box nobody could make out a face. */
const MIN = 0.03;
export const START: ClaimBox = { x: 0.35, y: 0.3, w: 0.3, h: 0.3 };

const within = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** The box between two opposite corners. */
export function boxBetween(from: Spot, to: Spot): ClaimBox {
  const w = within(Math.abs(from.x - to.x), MIN, 1);
  const h = within(Math.abs(from.y - to.y), MIN, 1);
  return { x: within(Math.min(from.x, to.x), 0, 1 - w), y: within(Math.min(from.y, to.y), 0, 1 - h), w, h };
}

/** The same box elsewhere; it stays in the picture. */
export function moveBox({ x, y, w, h }: ClaimBox, by: Spot): ClaimBox {
  return { x: within(x + by.x, 0, 1 - w), y: within(y + by.y, 0, 1 - h), w, h };
}

/** Moves one corner; the opposite one stays. */
export function moveCorner({ x, y, w, h }: ClaimBox, corner: Corner, by: Spot): ClaimBox {
  const [right, bottom] = [corner % 2 === 1, corner > 1];
  const left = right ? x : within(x + by.x, 0, x + w - MIN);
  const top = bottom ? y : within(y + by.y, 0, y + h - MIN);
  return {
    x: left,
    y: top,
    w: right ? within(w + by.x, MIN, 1 - x) : x + w - left,
    h: bottom ? within(h + by.y, MIN, 1 - y) : y + h - top,
  };
}

/** Whole pixels of the photo, inside it. */
export function pixelsOf(
  { x, y, w, h }: ClaimBox,
  width: number,
  height: number,
): [number, number, number, number] {
  const [left, top] = [Math.floor(x * width), Math.floor(y * height)];
  return [
    left,
    top,
    Math.min(Math.ceil(w * width), width - left),
    Math.min(Math.ceil(h * height), height - top),
  ];
}

/** How far an arrow key moves; further with Shift. Null for other keys. */
export function stepOfArrow(key: string, far: boolean): Spot | null {
  const step = far ? 0.05 : 0.01;
  switch (key) {
    case 'ArrowLeft':
      return { x: -step, y: 0 };
    case 'ArrowRight':
      return { x: step, y: 0 };
    case 'ArrowUp':
      return { x: 0, y: -step };
    case 'ArrowDown':
      return { x: 0, y: step };
    default:
      return null;
  }
}
