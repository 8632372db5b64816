/** @module The accent colour of an event, and the colours around it that stay legible whatever it is. */

/** For events without a colour of their own. */
export const DEFAULT_ACCENT = '#8c2f4b';

export interface AccentColours {
  /** Links, buttons, marks: at least 4.5:1 on every background of the scheme. */
  readonly accent: string;
  /** For a button under the pointer: more contrast with the background. */
  readonly strong: string;
  /** Text on `accent` and on `strong`: at least 4.5:1. */
  readonly on: string;
  /** A background with a hint of the colour: text in ink and in `accent` has at least 4.5:1 on it. */
  readonly soft: string;
}

type Channels = readonly [number, number, number];
export type ColourScheme = 'light' | 'dark';

/** The backgrounds and inks of tokens.css; a colour too close to its background moves towards `pole`. */
const SCHEMES: Readonly<
  Record<ColourScheme, { grounds: readonly string[]; surface: string; pole: string; on: string }>
> = {
  light: { grounds: ['#ffffff', '#fbf9f6', '#f2ede6'], surface: '#ffffff', pole: '#000000', on: '#ffffff' },
  dark: { grounds: ['#1e1a18', '#141110', '#0e0c0b'], surface: '#1e1a18', pole: '#ffffff', on: '#0e0c0b' },
};

/** WCAG 2.2, success criterion 1.4.3, text of any size. */
const LEGIBLE = 4.5;
const STEPS = 50;
const STRONGER = 0.2;
const SOFT = 0.1;

const channelsOf = (colour: string): Channels => {
  const bits = Number.parseInt(colour.slice(1), 16);
  return [bits >> 16, (bits >> 8) & 255, bits & 255];
};

/** @param part share of `to` in the mixture, 0 to 1. */
function mix(from: string, to: string, part: number): string {
  const [a, b] = [channelsOf(from), channelsOf(to)];
  const hex = a.map((value, index) =>
    Math.round(value + ((b[index] ?? 0) - value) * part)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${hex.join('')}`;
}

/** Relative luminance, 0 to 1, as WCAG 2.2 defines it. */
function luminanceOf(colour: string): number {
  const [red, green, blue] = channelsOf(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(one: string, other: string): number {
  const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/**
 * The colour itself if it is legible; else the nearest legible one on the way to black (light scheme) or white (dark).
 * @param accent `#rrggbb`.
 */
export function accentColours(accent: string, scheme: ColourScheme): AccentColours {
  const { grounds, surface, pole, on } = SCHEMES[scheme];
  for (let step = 0; ; step += 1) {
    const candidate = mix(accent, pole, step / STEPS);
    const soft = mix(surface, candidate, SOFT);
    const legible = [...grounds, soft].every((ground) => contrastOf(candidate, ground) >= LEGIBLE);
    if (legible || step === STEPS)
      return { accent: candidate, strong: mix(candidate, pole, STRONGER), on, soft };
  }
}
