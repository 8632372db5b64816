import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties, by which components pass numbers to the style sheets. */
    [property: `--${string}`]: string | number | undefined;
  }
}
