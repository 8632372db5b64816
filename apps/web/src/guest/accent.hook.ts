/** @module The colour of the event on its guest pages, legible in light and dark. */
import { useLayoutEffect } from 'react';
import { accentColours } from '@visage/contracts/accent.colour';

/** @param accent `#rrggbb`; null leaves the default colour. */
export function useAccent(accent: string | null): void {
  useLayoutEffect(() => {
    if (accent === null) return;
    const { style } = document.documentElement;
    const set = Object.entries(propertiesOf(accent));
    for (const [property, colour] of set) style.setProperty(property, colour);
    return () => {
      for (const [property] of set) style.removeProperty(property);
    };
  }, [accent]);
}

/** The custom properties that tokens.css expects. */
function propertiesOf(accent: string): Record<string, string> {
  const [light, dark] = [accentColours(accent, 'light'), accentColours(accent, 'dark')];
  return {
    '--event-accent-light': light.accent,
    '--event-strong-light': light.strong,
    '--event-soft-light': light.soft,
    '--event-accent-dark': dark.accent,
    '--event-strong-dark': dark.strong,
    '--event-on-dark': dark.on,
    '--event-soft-dark': dark.soft,
  };
}
