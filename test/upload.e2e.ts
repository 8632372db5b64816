import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { albumsSchema } from '@visage/contracts/album.contract';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { samplePhotoPath } from './support/photo.fixtures.js';
import { descendants, startOwnPlatform, type RunningPlatform } from './support/platform.js';
import { signInPage } from './support/sign-in.js';

const artefacts = join(import.meta.dirname, 'artefacts');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A venue's line. */
const BYTES_PER_SECOND = 400_000;

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'sending a folder over a bad line' : 'sending a folder (skipped: no Chromium)',
  () => {
    let platform: RunningPlatform;
    let browser: Browser;
    let page: Page;
    let api: Api;
    let eventId: string;
    let folder: string;
    let sums: string[];
    let sent: string[];

    beforeAll(async () => {
      platform = await startOwnPlatform();
      await mkdir(artefacts, { recursive: true });
      folder = join(await mkdtemp(join(tmpdir(), 'visage-upload-')), 'Dance');
      await mkdir(folder);
      sums = await Promise.all([1, 2, 3].map((number) => writeLargePhoto(folder, number)));
      await writeFile(join(folder, 'notes.txt'), 'not a photo');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Folder of Olga')).id;
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      page.on('request', (request) => {
        if (request.url().includes('/uploads')) sent.push(request.method());
      });
      sent = [];
      await signInPage(page, platform);
      await page.goto(`${platform.url}/events/${eventId}`);
    });
    afterAll(async () => {
      await browser.close();
      await platform.stop();
      await rm(join(folder, '..'), { recursive: true, force: true });
    });

    test('it is paused, goes on, survives a reload and a gateway that dies; every photo arrives once, in its album', async () => {
      const line = await page.context().newCDPSession(page);
      await line.send('Network.enable');
      await line.send('Network.emulateNetworkConditions', {
        ...{ offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: BYTES_PER_SECOND },
      });
      await page.locator('input[type=file]').nth(1).setInputFiles(folder);
      await page.getByText('1 file in the folder left out').waitFor();
      await page.locator('.upload-row[data-state=sending]').first().waitFor();
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByText(/^Paused at 0 of 3/).waitFor();
      await page.screenshot({ path: join(artefacts, 'upload-paused.png') });
      await page.getByRole('button', { name: 'Resume', exact: true }).click();
      await page.locator('.upload-row[data-state=sending]').first().waitFor();

      for (const pid of descendants(platform.pid, 'apps/gateway')) process.kill(pid, 'SIGKILL');
      page.once('dialog', (dialog) => void dialog.accept());
      await expect
        .poll(
          () =>
            fetch(`${platform.url}/api/health`).then(
              (r) => r.ok,
              () => false,
            ),
          { timeout: 60_000 },
        )
        .toBe(true);
      await page.reload();
      await page.getByText('3 uploads finished').waitFor({ timeout: 90_000 });
      await page.screenshot({ path: join(artefacts, 'upload-finished.png') });

      const photos = await api.photos(eventId);
      expect(photos.map((photo) => photo.sha256).sort()).toEqual(sums.toSorted());
      const first = photos[0];
      const original = await api.fetch(`/photos/${first?.id}/original`);
      expect(sha256(Buffer.from(await original.arrayBuffer()))).toBe(first?.sha256);
      const { albums } = albumsSchema.parse(await (await api.fetch(`/events/${eventId}/albums`)).json());
      expect(albums).toMatchObject([{ name: 'Dance', photos: 3 }]);
    });

    test('the same folder again: the server is asked, and no byte is sent', async () => {
      sent = [];
      await page.locator('input[type=file]').nth(1).setInputFiles(folder);
      await expect
        .poll(() => page.locator('.upload-row[data-state=duplicate]').count(), { timeout: 30_000 })
        .toBe(3);
      expect(sent).toEqual(['POST', 'POST', 'POST']);
      expect(await api.photos(eventId)).toHaveLength(3);
    });
  },
);

/** Of a megabyte or more, so that a bad line takes a while. @returns its SHA-256. */
async function writeLargePhoto(folder: string, number: number): Promise<string> {
  const path = join(folder, `DSC_000${number}.jpg`);
  await sharp(samplePhotoPath(number)).resize({ width: 3000 }).jpeg({ quality: 96 }).toFile(path);
  return sha256(await readFile(path));
}
