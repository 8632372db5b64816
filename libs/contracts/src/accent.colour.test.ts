import { describe, expect, test } from 'vitest';
import { accentColours, contrastOf, DEFAULT_ACCENT } from './accent.colour.js';
import { accentSchema } from './accent.contract.js';

/** A grid over the whole colour cube, including its corners. */
const steps = [0, 51, 102, 153, 204, 255];
const everyColour = steps.flatMap((red) =>
  steps.flatMap((green) =>
    steps.map(
      (blue) => `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`,
    ),
  ),
);
const inks = { light: '#231d1a', dark: '#f4eee8' } as const;
const grounds = {
  light: ['#ffffff', '#fbf9f6', '#f2ede6'],
  dark: ['#1e1a18', '#141110', '#0e0c0b'],
} as const;

describe('the colour of an event', () => {
  test.each(['light', 'dark'] as const)(
    'is legible wherever it is used, whatever was chosen: %s',
    (scheme) => {
      for (const chosen of everyColour) {
        const { accent, strong, on, soft } = accentColours(chosen, scheme);
        for (const ground of [...grounds[scheme], soft]) {
          expect(contrastOf(accent, ground), `${chosen} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
        for (const button of [accent, strong])
          expect(contrastOf(on, button), chosen).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(inks[scheme], soft), chosen).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  test('stays exactly as chosen if it is legible already', () => {
    expect(accentColours(DEFAULT_ACCENT, 'light').accent).toBe(DEFAULT_ACCENT);
    expect(accentColours('#ffd700', 'dark').accent).toBe('#ffd700');
  });

  // Independently computed: the first step of fifty towards black or white that is legible.
  test.each([
    ['#ffd700', 'light', { accent: '#7a6700', strong: '#625200', on: '#ffffff', soft: '#f2f0e6' }],
    ['#0a0a0a', 'light', { accent: '#0a0a0a', strong: '#080808', on: '#ffffff', soft: '#e7e7e7' }],
    ['#8c2f4b', 'dark', { accent: '#b87e8f', strong: '#c698a5', on: '#0e0c0b', soft: '#2d2424' }],
    ['#000080', 'dark', { accent: '#8a8ac5', strong: '#a1a1d1', on: '#0e0c0b', soft: '#292529' }],
  ] as const)('changes no more than it must: %s on a %s background', (chosen, scheme, colours) => {
    expect(accentColours(chosen, scheme)).toEqual(colours);
  });

  test('has its contrast measured as WCAG does', () => {
    expect(contrastOf('#102030', '#ff8000')).toBeCloseTo(6.559867529, 8);
    expect(contrastOf('#0b0b0b', '#0a0a0a')).toBeCloseTo(1.0058690364, 8);
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test('is accepted in either case, and anything else is refused with what to write', () => {
    expect(accentSchema.parse(' #8C2F4B ')).toBe('#8c2f4b');
    expect(accentSchema.safeParse('red').error?.issues[0]?.message).toContain('#rrggbb');
  });
});
