/** @module The title of the browser's tab. */
import { useEffect } from 'react';
import { texts } from '../texts/texts.js';

export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · ${texts.product}` : texts.product;
  }, [title]);
}
