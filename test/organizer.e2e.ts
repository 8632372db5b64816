import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { samplePhoto } from './support/photo.fixtures.js';
import { hasCount, PATIENCE, pressAndWait } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const artefacts = join(import.meta.dirname, 'artefacts/organizer');
const WIDTHS = [390, 1440];

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'an organizer at work' : 'an organizer at work (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let page: Page;
    let api: Api;
    let eventId: string;

    beforeAll(async () => {
      await mkdir(artefacts, { recursive: true });
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Golden wedding')).id;
      const sky = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#7fb2e5' } })
        .jpeg()
        .toBuffer();
      await api.upload(eventId, [
        await samplePhoto(1),
        await samplePhoto(2),
        { name: 'sky.jpg', bytes: sky },
      ]);
      await api.waitUntilDone(eventId, 3, 120_000);
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await signInPage(page, platform);
    });
    afterAll(() => browser.close());

    const gallery = (): Locator =>
      page.getByRole('list', { name: 'Photos', exact: true }).getByRole('button');
    const names = async (): Promise<string[]> => {
      // all at once: a photo that leaves meanwhile would be waited for
      const labels = await page.evaluate<string[]>(
        '[...document.querySelectorAll(".photo-grid button")].map((photo) => photo.getAttribute("aria-label") ?? "")',
      );
      return labels.map((label) => label.replace(/^(Open|Select) photo /, ''));
    };
    const shows = (...files: string[]): Promise<void> => expect.poll(names, PATIENCE).toEqual(files);
    const deletePicked = (): Promise<unknown> =>
      pressAndWait(page.getByRole('button', { name: 'Delete 1', exact: true }), page, '/photos/trash');
    const pick = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Select', exact: true }).click();
      await page.getByRole('button', { name: `Select photo ${name}`, exact: true }).click();
    };
    /** At phone and desktop width; a phone has no room to scroll sideways. */
    const look = async (name: string): Promise<void> => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: join(artefacts, `${name}-${width}.png`), fullPage: true });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
    };

    test('makes an album, fills it, shares it, sees what its guests see, and deletes it; the photos stay', async () => {
      await page.goto(`${platform.url}/events/${eventId}`);
      await shows('sample2.jpg', 'sample1.jpg', 'sky.jpg');
      await pick('sample2.jpg');
      await page.getByRole('button', { name: 'Put into album', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'New album', exact: true }).click();
      await page.getByLabel('Name of the album').fill('Dance');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Dance', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Dance 1', exact: true }).click();
      await shows('sample2.jpg');
      await look('album');

      await page.goto(`${platform.url}/events/${eventId}/share`);
      await page.getByRole('radio', { name: 'Some albums' }).check();
      await page.getByRole('checkbox', { name: 'Dance', exact: true }).check();
      await look('share-of-an-album');
      await page.getByRole('button', { name: 'Create share', exact: true }).click();
      await page.getByRole('button', { name: 'What it shows', exact: true }).click();
      const shown = page
        .getByRole('dialog')
        .getByRole('region', { name: /photos/i })
        .getByRole('listitem');
      await hasCount(shown.filter({ hasText: 'Shown: The link opens the album this is in.' }), 1);
      await hasCount(shown.filter({ hasText: 'Not shown: This is not among the photos' }), 2);
      await look('view-as');

      await page.goto(`${platform.url}/events/${eventId}`);
      await page.getByRole('link', { name: 'Dance 1', exact: true }).click();
      await page.getByRole('button', { name: 'Rename', exact: true }).click();
      await page.getByLabel('Name of the album').fill('Waltz');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByRole('link', { name: 'Waltz 1', exact: true }).waitFor();
      await pick('sample2.jpg');
      await page.getByRole('button', { name: 'Take out of album', exact: true }).click();
      await page.getByText(/^This album is empty/).waitFor();
      await page.getByRole('button', { name: 'Delete album', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete album', exact: true }).click();
      await shows('sample2.jpg', 'sample1.jpg', 'sky.jpg');
      await page.getByRole('link', { name: /Waltz/ }).waitFor({ state: 'detached' });
    });

    test('deletes a photo, undoes it, deletes it again and brings it back from the trash', async () => {
      await page.goto(`${platform.url}/events/${eventId}`);
      await pick('sample1.jpg');
      await deletePicked();
      await page.getByText('1 photo moved to the trash.', { exact: true }).waitFor();
      await shows('sample2.jpg', 'sky.jpg');
      await pressAndWait(page.getByRole('button', { name: 'Undo', exact: true }), page, '/photos/restore');
      await shows('sample2.jpg', 'sample1.jpg', 'sky.jpg');
      await pick('sample1.jpg');
      await deletePicked();
      await page.getByRole('link', { name: 'Trash', exact: true }).click();
      await page.getByRole('heading', { name: 'Deleted photos of Golden wedding', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Select photo sample1.jpg', exact: true }).click();
      await look('trash');
      await pressAndWait(
        page.getByRole('button', { name: 'Bring back 1', exact: true }),
        page,
        '/photos/restore',
      );
      await page.getByText('The trash is empty', { exact: true }).waitFor();
      expect((await api.photos(eventId)).map(({ fileName }) => fileName)).toContain('sample1.jpg');
    });

    test('sees the photos that show nobody, and goes through the gallery with the keyboard', async () => {
      await page.goto(`${platform.url}/events/${eventId}`);
      const current = () => page.locator('.shelf[aria-current=page]').allTextContents();
      await page.getByRole('link', { name: 'Without faces', exact: true }).click();
      await shows('sky.jpg');
      await expect.poll(current, PATIENCE).toEqual(['Without faces']);
      await look('faceless');
      await page.getByRole('link', { name: 'All photos', exact: true }).click();
      await shows('sample2.jpg', 'sample1.jpg', 'sky.jpg');
      await expect.poll(current, PATIENCE).toEqual(['All photos']);
      const focused = (): Promise<string | null> =>
        page.evaluate<string | null>('document.activeElement?.getAttribute("aria-label")');
      await gallery().first().focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(focused, PATIENCE).toBe('Open photo sample1.jpg');
      await page.keyboard.press('End');
      await expect.poll(focused, PATIENCE).toBe('Open photo sky.jpg');
      const scrolled = await page.evaluate<number>('window.scrollY');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('3 of 3').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(focused, PATIENCE).toBe('Open photo sky.jpg');
      await expect.poll(() => page.evaluate<number>('window.scrollY'), PATIENCE).toBe(scrolled);
      const items = await page.getByRole('list', { name: 'Photos', exact: true }).getByRole('listitem').all();
      const positions = await Promise.all(
        items.map(async (item) => [
          await item.getAttribute('aria-posinset'),
          await item.getAttribute('aria-setsize'),
        ]),
      );
      expect(positions).toEqual([
        ['1', '3'],
        ['2', '3'],
        ['3', '3'],
      ]);
    });
  },
);
