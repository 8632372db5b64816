import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CareLevel } from '../linkage/care.level.js';
import { seededRandom } from '../linkage/seeded.random.js';
import { strangersOf } from '../testing/made.strangers.js';
import type { StrangerHistogram } from './stranger.histogram.js';
import { calibrate, thresholdFor } from './threshold.calibration.js';

/** Likenesses of simulated strangers: normal with this mean and deviation. */
function likenesses(count: number, mean: number, deviation: number, seed = 1): number[] {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, () => mean + deviation * normal());
}

const strangers = (...normal: Parameters<typeof likenesses>): StrangerHistogram =>
  strangersOf(likenesses(...normal));

describe('the threshold of an event', () => {
  it("is about the embedder's own for a couple without group photos", () => {
    expect(thresholdFor(calibrate(0.36), 2, 'balanced')).toBeCloseTo(0.36, 2);
    expect(thresholdFor(calibrate(0.36, strangers(99, 0.5, 0.3)), 2, 'balanced')).toBeCloseTo(0.36, 2);
  });

  it.each([
    { people: 10, lowest: 0.36, highest: 0.46 },
    { people: 100, lowest: 0.42, highest: 0.46 },
    { people: 1_000, lowest: 0.46, highest: 0.5 },
    { people: 4_859, lowest: 0.48, highest: 0.54 },
  ])('lies where LFW is grouped best, for $people people', ({ people, lowest, highest }) => {
    const threshold = thresholdFor(calibrate(0.36), people, 'balanced');
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
    const clean = likenesses(1_960, 0, 0.1);
    const mirrored = [...clean, ...new Array<number>(40).fill(0.9)];
    const difference =
      thresholdFor(calibrate(0.36, strangersOf(mirrored)), 100, 'balanced') -
      thresholdFor(calibrate(0.36, strangersOf(clean)), 100, 'balanced');
    expect(difference).toBeLessThan(0.035);
  });

  it('never leaves the range the embedder makes believable, whatever the photos show', () => {
    for (const similarities of [
      strangersOf(new Float64Array(5_000).fill(0.9)),
      strangersOf(new Float64Array(5_000).fill(-0.3)),
      strangers(5_000, 0, 2),
    ]) {
      const { deviation } = calibrate(0.36, similarities);
      expect(deviation).toBeGreaterThan(0.07);
      expect(deviation).toBeLessThan(0.14);
    }
    expect(() => calibrate(NaN)).toThrow('threshold');
    expect(() => calibrate(0)).toThrow('threshold');
    expect(() => calibrate(-0.2)).toThrow('threshold');
    expect(() => calibrate(1.01)).toThrow('threshold');
    expect(calibrate(1).deviation).toBeCloseTo(1 / 3.7, 12);
  });

  it('learns from a hundred pairs on: a few photos of crowds move nobody', () => {
    const pairs = (count: number): StrangerHistogram => strangersOf(new Float64Array(count).fill(0.2));
    for (const [count, learnt] of [
      [0, 0],
      [99, 0],
      [100, 100],
      [101, 101],
    ] as const) {
      const { mean, deviation, pairs: told } = calibrate(0.37, pairs(count));
      expect(told).toBe(learnt);
      expect(mean).toBeCloseTo((learnt / (learnt + 1_000)) * 0.2, 12);
      if (learnt === 0) expect(deviation).toBeCloseTo(0.1, 12);
    }
  });

  it('weighs what the photos show against the embedder’s threshold, which counts as a thousand pairs', () => {
    const rising = strangersOf(Array.from({ length: 1_001 }, (_, i) => -0.1 + i / 2_500));
    const { mean, deviation, pairs } = calibrate(0.37, rising);
    const weight = 1_001 / 2_001;
    expect(pairs).toBe(1_001);
    expect(mean).toBeCloseTo(weight * 0.1, 3); // the median, not the mean of the ends
    expect(deviation).toBeCloseTo(weight * (0.18 / 1.645) + (1 - weight) * 0.1, 3);
  });

  it('believes a spread from three quarters of the embedder’s up to 1.4 times it', () => {
    expect(calibrate(0.37, strangersOf(new Float64Array(1e5))).deviation).toBeCloseTo(0.075, 12);
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
