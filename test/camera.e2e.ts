import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhotoPath } from './support/photo.fixtures.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'cameras whose clock is off' : 'cameras whose clock is off (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let look: TakePictures;
    let eventId: string;
    beforeAll(async () => {
      look = await pictureTaker('camera');
      const api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Golden wedding')).id;
      const shot = async (name: string, number: number, model: string, time: string, zone?: string) => ({
        name,
        bytes: await sharp(samplePhotoPath(number))
          .resize({ width: 640 })
          .withExif({
            IFD0: { Make: model.split(' ')[0] ?? '', Model: model },
            IFD2: { DateTimeOriginal: time, ...(zone && { OffsetTimeOriginal: zone }) },
          })
          .jpeg()
          .toBuffer(),
      });
      // sent in another order than taken; the camera is an hour late
      await api.upload(eventId, [
        await shot('phone-late.jpg', 1, 'Apple iPhone 15', '2026:06:20 16:00:00', '+02:00'),
        await shot('camera.jpg', 2, 'Canon EOS R5', '2026:06:20 14:30:00'),
        await shot('phone-early.jpg', 3, 'Apple iPhone 15', '2026:06:20 15:00:00', '+02:00'),
      ]);
      await api.waitUntilDone(eventId, 3, 120_000);
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const namesOf = async (page: Page): Promise<string[]> => {
      await page
        .getByRole('button', { name: /^Open photo / })
        .nth(2)
        .waitFor();
      const tiles = await page.getByRole('button', { name: /^Open photo / }).all();
      const labels = await Promise.all(tiles.map((tile) => tile.getAttribute('aria-label')));
      return labels.map((label) => label?.replace(/^Open photo /, '') ?? '');
    };

    test('photos stand in the order they were taken, and the organizer puts a camera right for all its photos', async () => {
      const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
      await signInPage(page, platform);
      await page.goto(`${platform.url}/events/${eventId}`);
      await expect.poll(() => namesOf(page)).toEqual(['camera.jpg', 'phone-early.jpg', 'phone-late.jpg']);

      await page.getByRole('link', { name: 'Times and cameras', exact: true }).click();
      await page.getByText('The zone that most photos of this event name.').waitFor();
      await look(page, 'cameras');
      await page.getByRole('button', { name: 'The clock of Canon EOS R5 is off', exact: true }).click();
      await page.getByText('Now listed at', { exact: false }).waitFor();
      await page.getByLabel('Really taken at').fill('2026-06-20T15:30:00');
      expect(await page.getByLabel('Put right by').inputValue()).toBe('+1:00:00');
      await look(page, 'shift');
      await page.getByRole('button', { name: 'Change 1 photo', exact: true }).click();
      await page.getByText('Put right by +1:00:00').waitFor();
      await look(page, 'shifted');
      await page.getByRole('link', { name: 'Golden wedding', exact: true }).click();
      await expect.poll(() => namesOf(page)).toEqual(['phone-early.jpg', 'camera.jpg', 'phone-late.jpg']);

      await page.goBack();
      await page
        .getByRole('button', { name: 'Show the times of Canon EOS R5 as its clock said', exact: true })
        .click();
      await page.getByText('Put right by', { exact: false }).waitFor({ state: 'detached' });
      await page.getByRole('combobox', { name: 'Time zone' }).selectOption('America/New_York');
      await page.getByText('Chosen by hand.').waitFor();
      await page.getByRole('link', { name: 'Golden wedding', exact: true }).click();
      await expect.poll(() => namesOf(page)).toEqual(['phone-early.jpg', 'phone-late.jpg', 'camera.jpg']);

      const german = await (
        await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 900 } })
      ).newPage();
      await german.context().addCookies(await page.context().cookies());
      await german.goto(`${platform.url}/events/${eventId}/cameras`);
      await german.getByText('Von Hand gewählt.').waitFor();
      await look(german, 'german');
    });
  },
);
