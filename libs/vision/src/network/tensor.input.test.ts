import { describe, expect, it } from 'vitest';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { normalise } from '../face/face.embed.js';
import { buffersOf } from '../thread/transfer.list.js';
import { TensorInput, type NetworkPicture } from './tensor.input.js';
import { outcomeOf, valueOf } from '../thread/vision.outcome.js';
import { PhotoError } from '@visage/contracts/photo-error.contract';

const PIXELS = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120); // 2 x 2

function fed(
  order: ModelEntry['input']['order'],
  pictures: readonly NetworkPicture[],
  mean = [0],
  scale = [1],
): number[] {
  const input = new TensorInput({ width: 2, height: 2, order, mean, scale }, pictures.length);
  pictures.forEach((picture, place) => input.fill(place, picture));
  return [...input.values];
}

describe('what a network is fed', () => {
  it('is one plane per channel, in the network’s order', () => {
    expect(fed('rgb', [{ pixels: PIXELS }])).toEqual([10, 40, 70, 100, 20, 50, 80, 110, 30, 60, 90, 120]);
    expect(fed('bgr', [{ pixels: PIXELS }])).toEqual([30, 60, 90, 120, 20, 50, 80, 110, 10, 40, 70, 100]);
  });

  it('is flipped left to right when mirrored, not upside down', () => {
    expect(fed('rgb', [{ pixels: PIXELS, mirrored: true }])).toEqual([
      40, 10, 100, 70, 50, 20, 110, 80, 60, 30, 120, 90,
    ]);
    expect(fed('rgb', [{ pixels: PIXELS, mirrored: false }])).toEqual(fed('rgb', [{ pixels: PIXELS }]));
  });

  it('is shifted and scaled channel by channel, by one number if only one is given', () => {
    expect(fed('rgb', [{ pixels: PIXELS }], [10, 20, 30], [1, 2, 10])).toEqual([
      0, 30, 60, 90, 0, 15, 30, 45, 0, 3, 6, 9,
    ]);
    expect(fed('bgr', [{ pixels: PIXELS }], [10, 20, 30], [1, 2, 10])).toEqual([
      20, 50, 80, 110, 0, 15, 30, 45, -2, 1, 4, 7,
    ]);
    expect(fed('rgb', [{ pixels: PIXELS }], [10], [2])).toEqual([
      0, 15, 30, 45, 5, 20, 35, 50, 10, 25, 40, 55,
    ]);
    expect(fed('rgb', [{ pixels: PIXELS }], [], [])).toEqual(fed('rgb', [{ pixels: PIXELS }]));
  });

  it('is one plane of luma for a grey network', () => {
    const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b;
    const grey = [luma(10, 20, 30), luma(40, 50, 60), luma(70, 80, 90), luma(100, 110, 120)];
    const close = (values: number[]): unknown[] => values.map((value) => expect.closeTo(value, 4) as number);
    const [a = 0, b = 0, c = 0, d = 0] = grey;
    expect(fed('grey', [{ pixels: PIXELS }])).toEqual(close(grey));
    expect(fed('grey', [{ pixels: PIXELS, mirrored: true }])).toEqual(close([b, a, d, c]));
    expect(fed('grey', [{ pixels: PIXELS }], [8], [4])).toEqual(close(grey.map((value) => (value - 8) / 4)));
  });

  it('has a place for each of several pictures', () => {
    const other = PIXELS.map((value) => value + 1);
    expect(fed('rgb', [{ pixels: PIXELS }, { pixels: other }])).toEqual([
      ...fed('rgb', [{ pixels: PIXELS }]),
      ...fed('rgb', [{ pixels: other }]),
    ]);
    expect(fed('grey', [{ pixels: PIXELS }, { pixels: other }])).toHaveLength(8);
    expect(fed('grey', [{ pixels: PIXELS }, { pixels: other }]).slice(4)).toEqual(
      fed('grey', [{ pixels: other }]),
    );
  });
});

describe('what a network answers', () => {
  it('becomes a vector of unit length, or is refused by name', () => {
    expect([...normalise(Float32Array.of(3, 0, -4), 'x')]).toEqual([
      expect.closeTo(0.6, 6),
      0,
      expect.closeTo(-0.8, 6),
    ]);
    for (const broken of [[0, 0], [NaN, 1], [Infinity, 1], [1e-13, 0], []]) {
      expect(() => normalise(Float32Array.from(broken), 'facenet')).toThrow(/"facenet".*without direction/);
    }
    expect([...normalise(Float32Array.of(2e-12, 0), 'x')]).toEqual([1, 0]);
  });
});

describe('what crosses to another thread', () => {
  it('is each buffer of a message, once, however deep, but no shared one', () => {
    const [one, two] = [new Uint8Array(4), new Float32Array(2)];
    const shared = new Int32Array(new SharedArrayBuffer(4));
    const message = {
      faces: [{ crop: one, again: one.subarray(1), box: [1, 2] }, { embedding: two }],
      gate: shared,
      none: null,
      text: 'x',
      missing: undefined,
    };
    expect(buffersOf(message)).toEqual([one.buffer, two.buffer]);
    expect(buffersOf(one)).toEqual([one.buffer]);
    for (const nothing of [null, undefined, 7, 'x', shared, {}]) expect(buffersOf(nothing)).toEqual([]);
  });

  it('carries a photo error in the same words; any other error stays an error', async () => {
    const wrong = new PhotoError('timeout', 'Too long.');
    const outcome = await outcomeOf(Promise.reject(wrong));
    expect(structuredClone(outcome)).toEqual({ ok: false, error: { code: 'timeout', reason: 'Too long.' } });
    expect(() => valueOf(structuredClone(outcome))).toThrow(wrong);
    expect(() => valueOf(structuredClone(outcome))).toThrow(PhotoError);
    expect(valueOf(await outcomeOf(Promise.resolve(7)))).toBe(7);
    await expect(outcomeOf(Promise.reject(new TypeError('broken')))).rejects.toThrow(TypeError);
  });
});
