import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CareLevel } from '../linkage/care.level.js';
import { unitRows } from '../search/embedding.matrix.js';
import { seededRandom } from '../linkage/seeded.random.js';
import { calibrate, strangerSimilarities, thresholdFor } from './threshold.calibration.js';

/** Similarities of simulated strangers, ascending: normal with this mean and deviation. */
function strangers(count: number, mean: number, deviation: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float64Array.from({ length: count }, () => mean + deviation * normal()).sort();
}

describe('the threshold of an event', () => {
  it("is about the embedder's own for a couple without group photos", () => {
    expect(thresholdFor(calibrate(0.36, []), 2, 'balanced')).toBeCloseTo(0.36, 2);
    expect(thresholdFor(calibrate(0.36, strangers(49, 0.5, 0.3)), 2, 'balanced')).toBeCloseTo(0.36, 2);
  });

  it.each([
    { people: 10, lowest: 0.36, highest: 0.46 },
    { people: 100, lowest: 0.42, highest: 0.46 },
    { people: 1_000, lowest: 0.46, highest: 0.5 },
    { people: 4_859, lowest: 0.48, highest: 0.54 },
  ])('lies where LFW is grouped best, for $people people', ({ people, lowest, highest }) => {
    const threshold = thresholdFor(calibrate(0.36, []), people, 'balanced');
    expect(threshold).toBeGreaterThan(lowest);
    expect(threshold).toBeLessThan(highest);
  });

  it('rises with the number of people, with their likeness, and with care', () => {
    const level = fc.constantFrom<CareLevel>('careful', 'balanced', 'generous');
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 0.6, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        level,
        (model, people, care) => {
          const usual = model / 3.7;
          const few = calibrate(model, strangers(3_000, 0, usual));
          const alike = calibrate(model, strangers(3_000, 0.05, usual * 1.2));
          expect(thresholdFor(few, people * 2, care)).toBeGreaterThanOrEqual(thresholdFor(few, people, care));
          expect(thresholdFor(alike, people, care)).toBeGreaterThanOrEqual(thresholdFor(few, people, care));
          expect(thresholdFor(few, people, 'careful')).toBeGreaterThanOrEqual(
            thresholdFor(few, people, 'balanced'),
          );
          expect(thresholdFor(few, people, 'balanced')).toBeGreaterThanOrEqual(
            thresholdFor(few, people, 'generous'),
          );
          expect(thresholdFor(alike, people, care)).toBeLessThanOrEqual(0.9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is not led astray by a mirror on the wall: one pair in fifty is the same person', () => {
    const clean = strangers(1_960, 0, 0.1);
    const mirrored = Float64Array.from([...clean, ...new Array<number>(40).fill(0.9)]).sort();
    const difference =
      thresholdFor(calibrate(0.36, mirrored), 100, 'balanced') -
      thresholdFor(calibrate(0.36, clean), 100, 'balanced');
    expect(difference).toBeLessThan(0.035);
  });

  it('never leaves the range the embedder makes believable, whatever the photos show', () => {
    for (const similarities of [
      new Float64Array(5_000).fill(0.9),
      new Float64Array(5_000).fill(-0.3),
      strangers(5_000, 0, 2),
    ]) {
      const { deviation } = calibrate(0.36, similarities);
      expect(deviation).toBeGreaterThan(0.07);
      expect(deviation).toBeLessThan(0.14);
    }
    expect(() => calibrate(NaN, [])).toThrow('threshold');
    expect(() => calibrate(0, [])).toThrow('threshold');
    expect(() => calibrate(-0.2, [])).toThrow('threshold');
    expect(() => calibrate(1.01, [])).toThrow('threshold');
    expect(calibrate(1, []).deviation).toBeCloseTo(1 / 3.7, 12);
  });

  it('learns from fifty pairs on, and ignores forty-nine', () => {
    const pairs = (count: number): Float64Array => new Float64Array(count).fill(0.2);
    for (const [count, learnt] of [
      [0, 0],
      [49, 0],
      [50, 50],
      [51, 51],
    ] as const) {
      const { mean, deviation, pairs: told } = calibrate(0.37, pairs(count));
      expect(told).toBe(learnt);
      expect(mean).toBeCloseTo((learnt / (learnt + 1_000)) * 0.2, 12);
      if (learnt === 0) expect(deviation).toBeCloseTo(0.1, 12);
    }
  });

  it('weighs what the photos show against the embedder’s threshold, which counts as a thousand pairs', () => {
    const rising = Float64Array.from({ length: 1_001 }, (_, i) => -0.1 + i / 2_500);
    const { mean, deviation, pairs } = calibrate(0.37, rising);
    const weight = 1_001 / 2_001;
    expect(pairs).toBe(1_001);
    expect(mean).toBeCloseTo(weight * 0.1, 12); // the median, not the mean of the ends
    expect(deviation).toBeCloseTo(weight * (0.18 / 1.645) + (1 - weight) * 0.1, 12);
  });

  it('believes a spread from three quarters of the embedder’s up to 1.4 times it', () => {
    expect(calibrate(0.37, new Float64Array(1e5)).deviation).toBeCloseTo(0.075, 12);
    expect(calibrate(0.37, strangers(20_000, 0, 0.5)).deviation).toBeCloseTo(0.14, 12);
  });

  it('is where look-alikes are as rare as the care level says', () => {
    const known = { mean: 0.05, deviation: 0.1, pairs: 0 };
    // upper quantiles of the normal distribution, from tables
    expect(thresholdFor(known, 1, 'careful')).toBeCloseTo(0.05 + 0.371902, 4);
    expect(thresholdFor(known, 2, 'balanced')).toBeCloseTo(0.05 + 0.371902, 4);
    expect(thresholdFor(known, 4, 'generous')).toBeCloseTo(0.05 + 0.309023, 4);
    expect(thresholdFor(known, 200, 'balanced')).toBeCloseTo(0.05 + 0.475342, 4);
    for (const people of [0, -3])
      expect(thresholdFor(known, people, 'balanced')).toBe(thresholdFor(known, 1, 'balanced'));
    expect(thresholdFor({ ...known, deviation: 0.3 }, 1e6, 'careful')).toBe(0.9);
  });
});

it('learns only from good faces within photos, and from a crowd no more than from sixteen of its faces', () => {
  const rows = unitRows(Float32Array.of(1, 0, 0, 1, 0.6, 0.8, 1, 1, 1, 0), 2);
  const found = strangerSimilarities(rows, ['a', 'a', 'a', 'b', 'a'], [1, 1, 1, 1, 0.1]);
  expect([...found].map((value) => Number(value.toFixed(3)))).toEqual([0, 0.6, 0.8]);
  const crowd = unitRows(new Float32Array(200).fill(1), 2);
  expect(
    strangerSimilarities(crowd, new Array<string>(100).fill('stage'), new Array<number>(100).fill(1)),
  ).toHaveLength(120);
});

it('uses the best faces of a crowd, and includes a face at the quality bar', () => {
  const rows = unitRows(
    Float32Array.from(Array.from({ length: 20 }, (_, i) => [Math.cos(i / 20), Math.sin(i / 20)]).flat()),
    2,
  );
  const quality = Array.from({ length: 20 }, (_, i) => (i < 4 ? 0.4 : 0.9));
  const all = strangerSimilarities(rows, new Array<number>(20).fill(1), quality);
  const best = strangerSimilarities(
    unitRows(Float32Array.from([...rows.values].slice(8)), 2),
    new Array<number>(16).fill(1),
    new Array<number>(16).fill(1),
  );
  expect(all).toEqual(best);
  expect([...all]).toEqual([...all].sort((a, b) => a - b));
  const three = unitRows(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), 2);
  expect(strangerSimilarities(three, ['a', 'a', 'a'], [0.3, 0.9, 0.29])).toEqual(Float64Array.of(0));
});

it('treats faces of no photo as faces of different photos', () => {
  const rows = unitRows(Float32Array.of(1, 0, 1, 0, 1, 0), 2);
  expect(strangerSimilarities(rows, [], [1, 1, 1])).toHaveLength(0);
  expect(strangerSimilarities(rows, [4, 4, 4], [1, 1])).toHaveLength(1);
});
