import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Custom properties, by which components hand numbers to the style sheets. */
    [property: `--${string}`]: string | number | undefined;
  }
}
