/**
 * A bystander says no, without an account; the organizer agrees; what is open and half downloaded loses the photo; and once it is
 * erased, the receipt proves it.
 */
import { eventSchema } from '@visage/contracts/event.contract';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { personOf, pickGuest, type PickedGuest } from './support/guest.pick.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhoto } from './support/photo.fixtures.js';
import { PATIENCE } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const PHONE = { width: 390, height: 844 };

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'somebody who does not want to be shown' : 'an objection (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let api: Api;
    let eventId: string;
    let token: string;
    /** As posters have it. */
    let shortCode: string;
    let picked: PickedGuest;
    let takePictures: TakePictures;

    beforeAll(async () => {
      takePictures = await pictureTaker('objection');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = await api
        .send('POST', '/events', { name: 'Fay & Gus', date: '2030-06-20' })
        .then(async (made) => eventSchema.parse(await made.json()).id);
      await api.upload(eventId, await Promise.all([1, 2, 3, 4, 5, 6].map(samplePhoto)));
      await api.waitUntilDone(eventId, 6, 120_000);
      picked = await pickGuest(api, eventId);
      const made = await api.createShare(eventId, { scope: { kind: 'gallery' } });
      token = made.codes[0]?.url.split('/g/')[1] ?? '';
      shortCode = made.codes[0]?.shortCode ?? '';
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    async function phone(path: string, locale = 'en-GB'): Promise<Page> {
      const page = await (await browser.newContext({ viewport: PHONE, locale })).newPage();
      await page.goto(`${platform.url}${path}`);
      return page;
    }
    const names = (page: Page): Promise<string[]> =>
      page.evaluate<string[]>(
        '[...document.querySelectorAll(".photo-tile-button")].map((photo) => (photo.getAttribute("aria-label") ?? "").replace("Open photo ", "")).sort()',
      );

    test('finds on a poster where to say so, in an address that can be typed, and reads there which event it is about', async () => {
      const organizer = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await signInPage(organizer, platform);
      await organizer.goto(`${platform.url}/events/${eventId}/share`);
      await organizer.getByRole('button', { name: 'Poster', exact: true }).click();
      const dialog = organizer.getByRole('dialog');
      const wanted = dialog.getByLabel('With a line for those who do not want to be shown', { exact: true });
      expect(await wanted.isChecked()).toBe(false);
      const pdf = dialog.getByRole('link', { name: 'PDF to print, A4', exact: true });
      expect(await pdf.getAttribute('href')).toContain('objection=false');
      await wanted.check();
      expect(await pdf.getAttribute('href')).toContain('objection=true');
      await dialog.getByText(new RegExp(`/g/${shortCode}/objection$`)).waitFor();
      await takePictures(organizer, 'poster');
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await takePictures(organizer, 'share');
      expect(
        await organizer.getByRole('checkbox', { name: /^With a line for those/ }).isChecked(),
        'table cards and prints have it, too',
      ).toBe(true);
      await organizer.context().close();

      for (const [locale, about] of [
        ['en-GB', 'It is about the event “Fay & Gus” of 20 June 2030.'],
        ['de-DE', 'Es geht um das Event „Fay & Gus“ vom 20. Juni 2030.'],
      ] as const) {
        const bystander = await phone(`/g/${shortCode.toLowerCase()}/objection`, locale);
        await bystander.waitForURL(`**/g/${token}/objection`);
        await bystander.getByText(about, { exact: true }).waitFor();
        await takePictures(bystander, `about-${locale}`);
        await bystander.context().close();
      }
      const mistyped = await phone('/g/K7M2Q-9XB4C/objection');
      await mistyped.getByText(/typing mistake/).waitFor();
      await mistyped.getByLabel('Code', { exact: true }).fill(shortCode);
      await mistyped.getByRole('button', { name: 'Open', exact: true }).click();
      await mistyped.waitForURL(`**/g/${token}/objection`);
      await mistyped.context().close();
    });

    test('says so with a selfie: an open page and a half-downloaded archive lose the photos at once, the organizer’s answer holds, and the receipt of what is erased then is genuine', async () => {
      const all = (await api.photos(eventId)).map(({ fileName }) => fileName).sort();
      const others = all.filter((name) => !picked.ownPhotoNames.includes(name));
      const guest = await phone(`/g/${token}`);
      await expect.poll(() => names(guest), PATIENCE).toEqual(all);
      const zip = await guest.evaluate<{ url: string; bytes: number }>(
        `fetch('/api/guest/${token}/zips', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then((answer) => answer.json())`,
      );
      const statusOfRest = (from: number): Promise<number> =>
        guest.evaluate<number>(
          `fetch('${zip.url}', { headers: { range: 'bytes=${from}-${from + 99}' } }).then((answer) => answer.status)`,
        );
      const half = Math.floor(zip.bytes / 2);
      expect(await statusOfRest(half)).toBe(206);

      const bystander = await phone(`/g/${token}`);
      await expect.poll(() => names(bystander), PATIENCE).toEqual(all); // the page moves until then
      await bystander.getByRole('link', { name: 'I do not want to be shown here', exact: true }).click();
      await bystander.getByRole('heading', { name: 'I do not want to be shown here', exact: true }).waitFor();
      await takePictures(bystander, 'objection');
      await bystander
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: picked.selfie });
      await bystander
        .getByRole('heading', { name: 'Your objection has been noted', exact: true })
        .waitFor(PATIENCE);
      await takePictures(bystander, 'objection-made');

      await expect.poll(() => names(guest), PATIENCE).toEqual(others);
      await guest.getByText(/withheld at the wish of somebody/).waitFor(PATIENCE);
      expect(await statusOfRest(half)).toBe(410);

      const organizer = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await signInPage(organizer, platform);
      await organizer.goto(`${platform.url}/events/${eventId}`);
      const section = organizer.getByRole('region', {
        name: 'Somebody does not want to be shown',
        exact: true,
      });
      await section.waitFor(PATIENCE);
      await section.scrollIntoViewIfNeeded();
      await takePictures(organizer, 'objection-organizer');
      await section.getByRole('button', { name: 'Agree', exact: true }).click();
      const dialog = organizer.getByRole('dialog');
      await dialog.getByText(/will be withheld/).waitFor(PATIENCE);
      const inPhotos = picked.ownPhotoNames.length;
      await dialog
        .getByText(`Unnamed person, ${inPhotos} ${inPhotos === 1 ? 'photo' : 'photos'}`, { exact: true })
        .waitFor();
      await dialog.locator('.person-face img').waitFor();
      await takePictures(organizer, 'objection-agree');
      await dialog.getByRole('button', { name: 'Agree', exact: true }).click();
      await organizer
        .getByRole('region', { name: 'Objections', exact: true })
        .getByText('You agreed')
        .waitFor(PATIENCE);

      await bystander.getByRole('link', { name: 'What became of it', exact: true }).click();
      await bystander.getByText('The host agreed.').waitFor(PATIENCE);
      await takePictures(bystander, 'objection-status');
      await guest.reload();
      await expect.poll(() => names(guest), PATIENCE).toEqual(others);
      const personId = await personOf(api, eventId, picked);
      await organizer.goto(`${platform.url}/events/${eventId}/people/${personId}`);
      await organizer
        .getByText(/Withheld/)
        .first()
        .waitFor(PATIENCE);
      await organizer.getByRole('button', { name: 'How they are shown', exact: true }).click();
      await organizer
        .getByRole('dialog')
        .getByText(/will be withheld/)
        .waitFor(PATIENCE);
      await takePictures(organizer, 'person-shown');
      const shown = organizer.getByRole('dialog');
      await shown.getByLabel('As they are', { exact: true }).check();
      const save = shown.getByRole('button', { name: 'Save', exact: true });
      expect(await save.isDisabled(), 'nobody takes an answer back without saying why').toBe(true);
      await shown.getByLabel('Why you show them again', { exact: true }).fill('It was somebody else.');
      expect(await save.isDisabled()).toBe(false);
      await takePictures(organizer, 'person-shown-again');

      // the host erases one of them for good, and sends the bystander the proof
      const [erased = ''] = picked.ownPhotoNames;
      const gone = (await api.photos(eventId)).find(({ fileName }) => fileName === erased);
      await api.send('POST', `/events/${eventId}/photos/trash`, { photoIds: [gone?.id] });
      await organizer.goto(`${platform.url}/events/${eventId}/trash`);
      await organizer.getByRole('button', { name: `Select photo ${erased}`, exact: true }).click();
      await organizer.getByRole('button', { name: 'Delete 1 for good', exact: true }).click();
      await organizer
        .getByRole('dialog')
        .getByRole('button', { name: 'Delete 1 for good', exact: true })
        .click();
      await organizer.getByRole('heading', { name: 'The trash is empty', exact: true }).waitFor(PATIENCE);
      await organizer.goto(`${platform.url}/trash`);
      await organizer.getByRole('button', { name: 'Receipt', exact: true }).first().click();
      const receipt = organizer.getByRole('dialog');
      await receipt.getByText(eventId).first().waitFor();
      const proof = await receipt.getByRole('link', { name: 'Check it', exact: true }).getAttribute('href');
      await bystander.goto(proof ?? '');
      await bystander.getByText('This receipt is genuine.', { exact: true }).waitFor();
      await bystander.getByText(eventId).first().waitFor();
      await takePictures(bystander, 'receipt');
      await Promise.all([bystander, guest, organizer].map((page) => page.context().close()));
    });

    test('points at a face in a photo and is blurred: guests get it with the head covered, and the organizer as it is', async () => {
      const page = await phone(`/g/${token}`);
      await expect.poll(async () => (await names(page)).length, PATIENCE).toBeGreaterThan(0);
      const before = await names(page);
      const tile = page.locator('.photo-tile-button').first();
      const name = (await tile.getAttribute('aria-label'))?.replace('Open photo ', '');
      await tile.click();
      await page.getByRole('button', { name: 'I do not want to be shown', exact: true }).click();
      await page.locator('.claim-face').first().click();
      await takePictures(page, 'objection-point');
      await page.getByRole('button', { name: 'Blur me', exact: true }).click();
      await page.getByText('The host has not answered yet.').waitFor(PATIENCE);
      const list = await api.fetch(`/events/${eventId}/objections`);
      const { objections } = (await list.json()) as { objections: { id: string; state: string }[] };
      const waiting = objections.find(({ state }) => state === 'waiting');
      const agreed = await api.fetch(`/events/${eventId}/objections/${waiting?.id}/agree`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ appearance: 'blurred' }),
      });
      expect(agreed.ok).toBe(true);
      const guest = await phone(`/g/${token}`);
      // the detector draws them within seconds
      await expect
        .poll(
          async () => {
            await guest.reload();
            await guest.locator('.photo-tile-button').first().waitFor(PATIENCE);
            return names(guest);
          },
          { timeout: 90_000, interval: 2_000 },
        )
        .toEqual(before);
      await guest.getByRole('button', { name: `Open photo ${name}`, exact: true }).click();
      await expect
        .poll(
          () =>
            guest.evaluate<boolean>(
              '[...document.querySelectorAll(".viewer img")].every((image) => image.complete)',
            ),
          PATIENCE,
        )
        .toBe(true);
      await takePictures(guest, 'blurred-photo');
      const [photo] = (await api.photos(eventId)).filter(({ fileName }) => fileName === name);
      const sizeFor = (by: (path: string) => Promise<number>): Promise<number> =>
        by(`/api/photos/${photo?.id}/original`);
      const ofGuest = await sizeFor((path) =>
        guest.evaluate<number>(
          `fetch('${path}').then((answer) => answer.arrayBuffer()).then((bytes) => bytes.byteLength)`,
        ),
      );
      const original = await api.fetch(`/photos/${photo?.id}/original`);
      expect((await original.arrayBuffer()).byteLength).toBe(photo?.bytes);
      expect(ofGuest).toBeGreaterThan(1_000);
      expect(ofGuest).not.toBe(photo?.bytes);
    });
  },
);
