/** @module Pictures of a page at phone and desktop width. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { repositoryRoot } from './platform.js';

const WIDTHS = [390, 1440];

export type TakePictures = (page: Page, name: string) => Promise<void>;

/** @returns takes the pictures, and checks that a phone has no room to scroll sideways. */
export async function pictureTaker(folder: string): Promise<TakePictures> {
  const pictures = join(repositoryRoot, 'test/artefacts', folder);
  await mkdir(pictures, { recursive: true });
  return async (page, name) => {
    const before = page.viewportSize();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const fullPage = !(await page.getByRole('dialog').isVisible()); // a dialog lies over what is seen, not over the whole page
      await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
    if (before) await page.setViewportSize(before);
  };
}
