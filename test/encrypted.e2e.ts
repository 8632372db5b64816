/** @module An event whose photos are encrypted, on the platform's S3 server: nothing of them can be read there, and nobody notices. */
import { readFile } from 'node:fs/promises';
import { createObjectStore } from '@visage/storage/store.factory';
import type { Browser, Page } from 'playwright-core';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhotoPath } from './support/photo.fixtures.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'an event whose photos are encrypted' : 'an encrypted event (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let look: TakePictures;
    let api: Api;
    beforeAll(async () => {
      look = await pictureTaker('encrypted');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const newPage = async (width: number): Promise<Page> =>
      (await browser.newContext({ viewport: { width, height: 900 } })).newPage();

    /** What the S3 server has of the event, by the rest of its address. */
    const objectsOf = async (eventId: string): Promise<Map<string, Buffer>> => {
      const store = await createObjectStore({ kind: 's3', ...platform.s3 });
      const found = new Map<string, Buffer>();
      for await (const { key } of store.list(`events/${eventId}/`))
        found.set(key, await buffer((await store.get(key)).stream));
      return found;
    };

    test('is made by a tick, takes in photos, finds people, and hands every byte out again, while its bucket shows no picture', async () => {
      const page = await newPage(1280);
      await signInPage(page, platform);
      await page.getByRole('button', { name: 'Create event', exact: true }).click();
      await page.getByLabel('Name', { exact: true }).fill('Behind closed doors');
      await page.getByLabel('Encrypt the photos', { exact: false }).check();
      await look(page, 'create');
      await page.getByRole('dialog').getByRole('button', { name: 'Create event', exact: true }).click();
      await page.getByText('Photos are encrypted in the storage.', { exact: true }).waitFor();
      const eventId = /events\/([\da-f-]{36})/.exec(page.url())?.[1] ?? '';
      const [first, second] = await Promise.all([1, 2].map((n) => readFile(samplePhotoPath(n))));
      await page
        .locator('input[type=file][multiple]')
        .first()
        .setInputFiles([samplePhotoPath(1), samplePhotoPath(2)]);
      const progress = await api.waitUntilDone(eventId, 2, 120_000);
      expect(progress).toMatchObject({ done: 2, failed: 0 });
      expect(progress.faces).toBeGreaterThan(0);
      await page.waitForFunction(
        `[...document.querySelectorAll('main img')].filter((one) => one.naturalWidth > 0).length > 1`,
      );
      await look(page, 'gallery');

      const objects = await objectsOf(eventId);
      const kinds = [...objects.keys()].map((key) => key.split('/')[2]);
      expect(new Set(kinds)).toEqual(new Set(['originals', 'previews', 'faces']));
      for (const [key, bytes] of objects) {
        for (const picture of [first, second])
          for (let at = 0; picture && at + 32 < picture.length; at += 5_003)
            expect(bytes.includes(picture.subarray(at, at + 32)), key).toBe(false);
        for (const mark of ['JFIF', 'WEBPVP8', 'Exif'])
          expect(bytes.subarray(0, 64).includes(mark), key).toBe(false);
      }

      const [photo] = await api.photos(eventId);
      const { codes } = await api.createShare(eventId, { scope: { kind: 'gallery' } });
      const guest = await newPage(390);
      await guest.goto(codes[0]?.url.replace(/^https?:\/\/[^/]+/, platform.url) ?? '');
      await guest.locator('main img').first().waitFor();
      const original = await (await api.fetch(`/photos/${photo?.id}/original`)).arrayBuffer();
      expect([first, second].some((sent) => sent?.equals(Buffer.from(original)))).toBe(true);
      await look(guest, 'guest');
      await Promise.all([page, guest].map((one) => one.context().close()));
    }, 180_000);
  },
);
