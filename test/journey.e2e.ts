import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { samplePhotoPath, sampleWithoutLocation } from './support/photo.fixtures.js';
import { pickGuest, sampleNumberOf } from './support/guest.pick.js';
import { hasCount, PATIENCE, pressAndWait } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const artefacts = join(import.meta.dirname, 'artefacts');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'from sign-in to a guest’s own original' : 'the browser journey (skipped: no Chromium)',
  () => {
    let organizer: Browser;
    let page: Page;
    let api: Api;
    let eventId: string;
    let guestUrl: string;

    beforeAll(async () => {
      await mkdir(artefacts, { recursive: true });
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      organizer = await launchBrowser();
      page = await organizer.newPage({ viewport: { width: 1440, height: 900 } });
    });
    afterAll(() => organizer.close());

    test('the organizer signs in and creates an event', async () => {
      await signInPage(page, platform);
      await page.getByRole('button', { name: 'Create event', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name', { exact: true }).fill('Anna & Ben');
      await dialog.getByRole('button', { name: 'Create event', exact: true }).click();
      await page.waitForURL(/\/events\/[0-9a-f-]{36}/);
      eventId = /events\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
      await page.getByRole('heading', { name: 'Anna & Ben', exact: true }).waitFor();
    });

    test('drops in photos and sees the people appear without reloading', async () => {
      await page.locator('input[type=file]').first().setInputFiles([1, 2, 3, 4, 5, 6].map(samplePhotoPath));
      await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
      await api.waitUntilDone(eventId, 6, 120_000);
      const people = await api.people(eventId);
      expect(people.length).toBeGreaterThan(0);
      await page.locator('a[href*="/people/"]').first().waitFor(PATIENCE);
      await page.waitForTimeout(800);
      await page.screenshot({ path: join(artefacts, 'event.png') });
      await page.locator('a[href*="/people/"]').first().click();
      await page.waitForURL(/\/people\//);
      await page.locator('img[src*="/thumbnail"]').first().waitFor();
      await page.screenshot({ path: join(artefacts, 'person.png') });
    });

    test('merges two people who are one, and takes it back', async () => {
      await page.goto(`${platform.url}/events/${eventId}/people`);
      const before = (await api.people(eventId)).length;
      const choices = page.getByRole('checkbox', { name: /^Choose / });
      await choices.nth(0).check();
      await choices.nth(1).check();
      await page.screenshot({ path: join(artefacts, 'people.png'), fullPage: true });
      await pressAndWait(page.getByRole('button', { name: 'Merge 2 into one', exact: true }), page, '/merge');
      const merged = page.getByRole('listitem').filter({ hasText: /^Merged 1 person into/ });
      await merged.waitFor();
      expect((await api.people(eventId)).length).toBe(before - 1);
      await pressAndWait(page.getByRole('button', { name: 'Undo', exact: true }), page, '/people/undo');
      await merged.filter({ hasText: 'undone' }).waitFor();
      expect((await api.people(eventId)).length).toBe(before);
      await api.waitUntilDone(eventId, 6, 60_000); // grouped again, as it was
      expect((await api.people(eventId)).length).toBe(before);
    });

    test('makes two one who have different names, says which stays, and takes back what was not changed since', async () => {
      const [one, other] = await api.people(eventId);
      await api.send('PATCH', `/people/${one?.id}`, { name: 'Ada' });
      await api.send('PATCH', `/people/${other?.id}`, { name: 'Eva' });
      await page.goto(`${platform.url}/events/${eventId}/people`);
      for (const name of [/^Choose Ada,/, /^Choose Eva,/]) await page.getByRole('checkbox', { name }).check();
      await page.getByRole('button', { name: 'Merge 2 into one', exact: true }).click();
      const question = page.getByRole('dialog', { name: 'Which name stays?', exact: true });
      await question.getByRole('radio', { name: 'Eva', exact: true }).check();
      await page.screenshot({ path: join(artefacts, 'merge-name.png') });
      await pressAndWait(question.getByRole('button', { name: 'Merge as Eva', exact: true }), page, '/merge');
      await page.getByRole('checkbox', { name: /^Choose Ada,/ }).waitFor({ state: 'detached' });
      await api.send('PATCH', `/people/${one?.id}`, { name: 'Evi' });
      await page.reload();
      await page.getByRole('button', { name: 'Undo: Merged 1 person into Eva', exact: true }).click();
      const warning = page.getByRole('dialog', { name: 'Undo this change?', exact: true });
      await warning.getByText(/ changes go back, the others stay\.$/).waitFor();
      await page.screenshot({ path: join(artefacts, 'undo-partly.png') });
      await pressAndWait(warning.getByRole('button', { name: 'Undo', exact: true }), page, '/undo');
      await page.getByRole('checkbox', { name: /^Choose Eva,/ }).waitFor();
      await page.getByRole('checkbox', { name: /^Choose Evi,/ }).waitFor();
      for (const person of [one, other]) await api.send('PATCH', `/people/${person?.id}`, { name: null });
      await api.waitUntilDone(eventId, 6, 60_000);
    });

    test('shares the event: the QR code, as PNG and SVG, holds the guest’s link', async () => {
      await page.goto(`${platform.url}/events/${eventId}/share`);
      await page.getByRole('button', { name: 'Create share', exact: true }).click();
      const image = page.locator('img[src*="/qr.svg"]');
      await image.waitFor();
      await page.screenshot({ path: join(artefacts, 'share.png') });
      const src = (await image.getAttribute('src')) ?? '';
      const decoded: (string | undefined)[] = [];
      for (const format of ['svg', 'png']) {
        const response = await api.fetch(src.replace(/^.*\/api/, '').replace(/qr\.svg/, `qr.${format}`));
        expect(response.status).toBe(200);
        const code = sharp(Buffer.from(await response.arrayBuffer()), { density: 200 })
          .resize(600)
          .flatten({ background: '#fff' });
        const { data, info } = await code.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
        decoded.push(jsQR.default(new Uint8ClampedArray(data), info.width, info.height)?.data);
      }
      expect(decoded[0]).toMatch(/\/g\/\S+$/);
      expect(decoded[1]).toBe(decoded[0]);
      guestUrl = (decoded[0] ?? '').replace(/^https?:\/\/[^/]+/, platform.url);
    });

    test('a guest consents, takes a selfie with the camera, sees only own photos and downloads the original', async () => {
      const { selfie, ownPhotoNames } = await pickGuest(api, eventId);
      const phone = await launchBrowser(selfie);
      try {
        const context = await phone.newContext({
          viewport: { width: 390, height: 844 },
          acceptDownloads: true,
        });
        const guest = await context.newPage();
        await guest.goto(guestUrl);
        await guest.getByText('Anna & Ben').first().waitFor(PATIENCE);
        await guest.screenshot({ path: join(artefacts, 'guest-welcome.png') });
        await guest.getByRole('button', { name: 'I agree, keep looking for me', exact: true }).click();
        await guest.getByRole('button', { name: /camera/i }).click();
        const capture = guest.getByRole('button', { name: 'Take the selfie' });
        await capture.click({ trial: true }); // waits until the camera shows a picture
        await guest.waitForTimeout(500);
        await guest.screenshot({ path: join(artefacts, 'guest-camera.png') });
        await capture.click();
        await guest.locator('img[src*="/thumbnail"]').first().waitFor(PATIENCE);
        await hasCount(guest.locator('img[src*="/thumbnail"]'), ownPhotoNames.length);
        await guest.screenshot({ path: join(artefacts, 'guest-photos.png') });

        const [archive] = await Promise.all([
          guest.waitForEvent('download'),
          guest.getByRole('button', { name: 'Download all', exact: true }).click(),
        ]);
        // photos are stored, not compressed: each original lies in the archive as it is
        const zip = await readFile(await archive.path());
        for (const own of ownPhotoNames)
          expect(zip.includes(await sampleWithoutLocation(sampleNumberOf(own)))).toBe(true);
        expect(zip.includes('SHA256SUMS')).toBe(true);

        await guest.locator('img[src*="/thumbnail"]').first().click();
        const [download] = await Promise.all([
          guest.waitForEvent('download'),
          guest.getByRole('link', { name: 'Download original', exact: true }).click(),
        ]);
        const name = download.suggestedFilename();
        expect(ownPhotoNames).toContain(name);
        const bytes = await readFile(await download.path());
        expect(sha256(bytes)).toBe(sha256(await sampleWithoutLocation(sampleNumberOf(name))));
      } finally {
        await phone.close();
      }
    });

    test('a stranger with the link but no selfie gets no photo, and a guest cannot reach other people’s photos', async () => {
      const photos = await api.photos(eventId);
      for (const { id } of photos) {
        for (const kind of ['thumbnail', 'preview', 'original']) {
          const response = await fetch(`${platform.url}/api/photos/${id}/${kind}`);
          expect([401, 403, 404]).toContain(response.status);
        }
      }
      const token = guestUrl.split('/g/')[1] ?? '';
      const listing = await fetch(`${platform.url}/api/guest/${token}/photos`);
      expect([401, 403]).toContain(listing.status);
    });
  },
);
