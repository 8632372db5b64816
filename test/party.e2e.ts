import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { guestPhotoPageSchema } from '@visage/contracts/guest.contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { personOf, pickGuest, sampleNumberOf, type PickedGuest } from './support/guest.pick.js';
import { samplePhoto } from './support/photo.fixtures.js';
import { hasCount, PATIENCE, pressAndWait } from './support/settle.js';

const platform = inject('platform');
const artefacts = join(import.meta.dirname, 'artefacts');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'a party at which photos come late' : 'a party (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let page: Page;
    let api: Api;
    let eventId: string;
    let guest: PickedGuest;
    let child: PickedGuest;
    let link: string;
    /** Sample photos that show whose selfie it is, and the others, by number. */
    let own: number[];
    let others: number[];

    beforeAll(async () => {
      await mkdir(artefacts, { recursive: true });
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      const { id } = await api.createEvent('Rehearsal');
      await api.upload(id, await Promise.all([1, 2, 3, 4, 5, 6].map(samplePhoto)));
      await api.waitUntilDone(id, 6, 120_000);
      guest = await pickGuest(api, id);
      child = await pickGuest(api, id, guest.ownPhotoNames);
      own = guest.ownPhotoNames.map(sampleNumberOf);
      others = [1, 2, 3, 4, 5, 6].filter((number) => !own.includes(number));
      eventId = (await api.createEvent('Party')).id;
      const share = await api.createShare(eventId, { rights: { original: true, zip: true } });
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      link = `${platform.url}/g/${share.codes[0]?.url.split('/g/')[1] ?? ''}`;
      await page.goto(link);
    });
    afterAll(() => browser.close());

    const bring = async (...numbers: number[]): Promise<void> =>
      void (await api.upload(eventId, await Promise.all(numbers.map(samplePhoto))));
    const pictures = (on = page) => on.locator('img[src*="/thumbnail"]');
    const see = (name: string): Promise<unknown> =>
      page.screenshot({ path: join(artefacts, `party-${name}.png`), fullPage: true });

    test('who scans the code before the first photo is told that they are looked for', async () => {
      await page.getByText('There are no photos yet. Take your selfie now', { exact: false }).waitFor();
      await see('consent');
      await page.getByRole('button', { name: 'I agree, keep looking for me', exact: true }).click();
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: guest.selfie });
      await page.getByRole('heading', { name: 'You are early', exact: true }).waitFor(PATIENCE);
      await see('nothing-yet');
      await page.getByRole('button', { name: 'Show my photos as they come', exact: true }).click();
      await page.getByRole('heading', { name: 'No photos of you yet', exact: true }).waitFor();
      await page.getByText('We will find you when there are photos', { exact: false }).waitFor();
      await see('waiting');
    });

    test('photos of them appear on the open page by themselves, whenever they come, and no others', async () => {
      const [first = 0, ...later] = own;
      await bring(others[0] ?? 0, first);
      await hasCount(pictures(), 1);
      await bring(...later, ...others.slice(1));
      await hasCount(pictures(), own.length);
      await api.waitUntilDone(eventId, 6, 120_000);
      await hasCount(pictures(), own.length);
      if (later.length > 0) await page.locator('.photo-tile-fresh').first().waitFor();
      await see('filled');
    });

    test('they keep them when they come back, and are told of one that the host took back', async () => {
      await page.reload();
      await hasCount(pictures(), own.length);
      const taken = (await api.photos(eventId)).find(({ fileName }) => sampleNumberOf(fileName) === own[0]);
      await api.send('POST', `/events/${eventId}/photos/trash`, { photoIds: [taken?.id] });
      const notice = page.getByText('One photo that you had seen was taken back by the host.', {
        exact: true,
      });
      await notice.waitFor(PATIENCE);
      await hasCount(pictures(), own.length - 1);
      await see('taken-back');
      await pressAndWait(
        page.getByRole('button', { name: 'All right', exact: true }),
        page,
        '/withdrawn/read',
      );
      await notice.waitFor({ state: 'detached' });
      await api.send('POST', `/events/${eventId}/photos/restore`, { photoIds: [taken?.id] });
      await hasCount(pictures(), own.length);
      expect((await api.people(eventId)).length).toBeGreaterThan(1);
    });

    test('whatever the host corrects in between, they and somebody else end with exactly their photos', async () => {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const other = await context.newPage();
      await other.goto(link);
      await other.getByRole('button', { name: 'I agree, search once', exact: true }).click();
      await other
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: child.selfie });
      const theirs = child.ownPhotoNames.map(sampleNumberOf);
      await hasCount(pictures(other), theirs.length);
      const [mine, them] = [await personOf(api, eventId, guest), await personOf(api, eventId, child)];

      await api.send('POST', `/people/${mine}/merge`, { personIds: [them] });
      await hasCount(pictures(), own.length + theirs.length);
      await hasCount(pictures(other), own.length + theirs.length);
      await api.undoNewest(eventId);
      await hasCount(pictures(), own.length);
      await hasCount(pictures(other), theirs.length);

      const [face] = await api.faces(mine);
      const parted = await api.split(mine, [face?.id ?? '']);
      await hasCount(pictures(), own.length - 1);
      await api.send('PATCH', `/people/${parted}`, { hidden: true });
      await api.send('PATCH', `/people/${them}`, { hidden: true });
      await api.send('POST', `/people/${mine}/merge`, { personIds: [parted] });
      await hasCount(pictures(), own.length);
      await hasCount(pictures(other), theirs.length);
      await api.send('PATCH', `/people/${them}`, { hidden: false });

      for (const [on, numbers] of [
        [page, own],
        [other, theirs],
      ] as const) {
        await on.reload();
        await hasCount(pictures(on), numbers.length);
        const list = await on.request.get(`${platform.url}/api/guest/${link.split('/g/')[1]}/photos`);
        const { photos } = guestPhotoPageSchema.parse(await list.json());
        expect(photos.map(({ fileName }) => sampleNumberOf(fileName)).sort()).toEqual([...numbers].sort());
      }
      await context.close();
    });

    test('they add their child on the same phone, and see the photos of both, together and apart', async () => {
      await page.getByRole('button', { name: 'Add somebody', exact: true }).click();
      await page.getByLabel('First name or nickname', { exact: true }).fill('Mia');
      const agree = page.getByRole('button', { name: 'Agreed, search once', exact: true });
      expect(await agree.isDisabled(), 'nobody has said who agrees').toBe(true);
      await page.getByRole('button', { name: 'A child of mine: I agree for them', exact: true }).click();
      await see('companion');
      await agree.click();
      await page.getByRole('heading', { name: 'Take a picture of Mia', exact: true }).waitFor();
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'mia.jpg', mimeType: 'image/jpeg', buffer: child.selfie });
      const together = own.length + child.ownPhotoNames.length;
      await hasCount(pictures(), together);
      await page.getByRole('heading', { name: `${together} photos of you together`, exact: true }).waitFor();
      await see('family');
      await chip('Mia').click();
      await hasCount(pictures(), child.ownPhotoNames.length);
      await see('family-child');
      expect(await zipped()).toBe(child.ownPhotoNames.length);
      await chip('Me').click();
      await hasCount(pictures(), own.length);
      await page.reload();
      await hasCount(pictures(), together);
      expect(await zipped()).toBe(together);
    });

    test('they say that a photo does not show the child, and take it back', async () => {
      await chip('Mia').click();
      await hasCount(pictures(), child.ownPhotoNames.length);
      await page.locator('.photo-tile-button').first().click();
      const notMia = page.getByRole('button', { name: 'That’s not Mia', exact: true });
      await notMia.waitFor();
      await see('family-viewer');
      await pressAndWait(notMia, page, '/not-me');
      await page.getByText(/ is no longer among Mia’s photos\.$/).waitFor();
      await hasCount(pictures(), child.ownPhotoNames.length - 1);
      await pressAndWait(page.getByRole('button', { name: 'Undo', exact: true }), page, '/word');
      await hasCount(pictures(), child.ownPhotoNames.length);
    });

    test('they remove the child: its photos are gone from the open page and a fresh archive, theirs stay', async () => {
      await chip('Mia').click();
      await page.getByRole('button', { name: 'Remove Mia', exact: true }).click();
      await see('family-remove');
      await pressAndWait(
        page.getByRole('button', { name: 'Yes, remove Mia', exact: true }),
        page,
        /\/companions\/[^/]+$/,
      );
      const receipt = page.getByRole('dialog');
      await receipt.getByText('What was removed', { exact: true }).waitFor();
      await hasCount(pictures(), own.length); // behind the receipt, which is still open
      await see('family-removed');
      await receipt.getByRole('button', { name: 'Close', exact: true }).click();
      await hasCount(pictures(), own.length);
      await chip('Mia').waitFor({ state: 'detached' });
      expect(await zipped()).toBe(own.length);
      await page.reload();
      await hasCount(pictures(), own.length);
    });

    test('who was added without a selfie can be removed, and the whole gallery stays in sight', async () => {
      const share = await api.createShare(eventId, { scope: { kind: 'gallery' } });
      await page.goto(`${platform.url}/g/${share.codes[0]?.url.split('/g/')[1] ?? ''}`);
      await hasCount(pictures(), 6);
      await page.getByRole('button', { name: 'Add somebody', exact: true }).click();
      await page.getByLabel('First name or nickname', { exact: true }).fill('Mia');
      await page.getByRole('button', { name: 'A child of mine: I agree for them', exact: true }).click();
      await page.getByRole('button', { name: 'Agreed, search once', exact: true }).click();
      await page.getByRole('heading', { name: 'Take a picture of Mia', exact: true }).waitFor();
      await page.reload();
      await hasCount(pictures(), 6);
      let answer = (): void => undefined;
      const answered = new Promise<void>((resolve) => (answer = resolve));
      await page.route(/\/photos\?.*of=/, async (route) => {
        await answered;
        await route.continue();
      });
      await chip('Mia').click();
      await hasCount(pictures(), 0); // on a slow network nobody takes the gallery for photos of Mia
      answer();
      await page.getByRole('heading', { name: 'No photos of Mia yet', exact: true }).waitFor();
      await see('family-not-searched');
      await page.getByRole('button', { name: 'Remove Mia', exact: true }).click();
      await page.getByRole('button', { name: 'Yes, remove Mia', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
      await chip('Mia').waitFor({ state: 'detached' });
      await hasCount(pictures(), 6);
    });

    const chip = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}, \\d+ photo`) });
    /** How many photos a download of what is shown holds. */
    async function zipped(): Promise<number> {
      const download = page.waitForEvent('download', PATIENCE);
      const made = await pressAndWait(page.getByRole('button', { name: /^Download all/ }), page, '/zips');
      await (await download).cancel();
      return ((await made.json()) as { photos: number }).photos;
    }
  },
);
