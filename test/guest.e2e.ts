import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pickGuest } from './support/guest.pick.js';
import { photoVariants, samplePhoto } from './support/photo.fixtures.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const artefacts = join(import.meta.dirname, 'artefacts');
const PHONE = { width: 390, height: 844 };

describe.skipIf(!chromiumPath)(chromiumPath ? 'a guest with a phone' : 'a guest with a phone (skipped: no Chromium)', () => {
  let browser: Browser;
  let organizer: Page;
  let api: Api;
  let eventId: string;
  let selfie: Buffer;

  beforeAll(async () => {
    await mkdir(artefacts, { recursive: true });
    api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
    eventId = (await api.createEvent('Cleo & Dan')).id;
    await api.upload(eventId, await Promise.all([1, 2, 3, 4, 5, 6].map(samplePhoto)));
    await change({ accent: '#2f6f4f' }, '/brand');
    await sendLogo();
    await api.waitUntilDone(eventId, 6, 120_000);
    selfie = (await pickGuest(api, eventId)).selfie;
    browser = await launchBrowser();
    organizer = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await signInPage(organizer, platform);
  });
  afterAll(() => browser.close());

  async function change(input: object, path = ''): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await api.fetch(`/events/${eventId}${path}`, { method: 'PATCH', headers, body: JSON.stringify(input) });
    expect(response.ok).toBe(true);
  }

  async function sendLogo(): Promise<void> {
    const picture = sharp({ create: { width: 1200, height: 400, channels: 3, background: '#2f6f4f' } });
    const form = new FormData();
    form.append('logo', new Blob([Uint8Array.from(await picture.png().toBuffer())]), 'logo.png');
    expect((await api.fetch(`/events/${eventId}/logo`, { method: 'POST', body: form })).status).toBe(204);
  }

  async function shareToken(share: Parameters<Api['createShare']>[1]): Promise<string> {
    const made = await api.createShare(eventId, share);
    return made.codes[0]?.url.split('/g/')[1] ?? '';
  }

  async function openLink(share: Parameters<Api['createShare']>[1]): Promise<{ phone: BrowserContext; page: Page }> {
    const token = await shareToken(share);
    const phone = await browser.newContext({ viewport: PHONE });
    const page = await phone.newPage();
    await page.goto(`${platform.url}/g/${token}`);
    return { phone, page };
  }

  async function findMe(page: Page): Promise<void> {
    await page.getByRole('button', { name: /I agree/ }).click();
    await page.locator('input[type=file]').first().setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: selfie });
    await page.getByRole('heading', { name: /You are in/ }).waitFor({ timeout: 60_000 });
  }

  const tiles = (page: Page) => page.locator('.photo-tile-button');
  const openEvent = () => organizer.goto(`${platform.url}/events/${eventId}`);

  test('gets the page, and those after it, in few bytes over a bad network, and nothing twice', async () => {
    const phone = await browser.newContext({ viewport: PHONE });
    const page = await phone.newPage();
    const network = await phone.newCDPSession(page);
    await network.send('Network.enable');
    const asked: string[] = [];
    let bytes = 0;
    network.on('Network.requestWillBeSent', ({ request }) => asked.push(new URL(request.url).pathname));
    network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    const token = await shareToken({ scope: { kind: 'own-photos' } });
    await page.goto(`${platform.url}/g/${token}`);
    await page.getByRole('button', { name: /I agree/ }).waitFor();
    await expect.poll(() => asked.filter((path) => path.includes('guest-photos.page'))).toHaveLength(1);
    await page.waitForLoadState('networkidle');
    expect(asked.filter((path) => path === `/api/guest/${token}`), 'the welcome').toHaveLength(1);
    expect(new Set(asked).size).toBe(asked.length);
    expect(bytes).toBeGreaterThan(30_000); // so that it is not empty for nothing
    expect(bytes).toBeLessThan(80_000);
    await phone.close();
  });

  test('sends a photo under a name, and sees it among the others once the organizer has approved it', async () => {
    const { phone, page } = await openLink({ scope: { kind: 'gallery' }, rights: { upload: true } });
    await tiles(page).nth(5).waitFor();
    await page.getByRole('img', { name: 'Cleo & Dan' }).waitFor(); // the organizer's logo
    await page.getByLabel('Your name').fill('Eve');
    await page.getByRole('button', { name: 'Continue' }).click();
    const [photo] = await photoVariants(1);
    const file = { name: 'from-eve.jpg', mimeType: 'image/jpeg', buffer: photo?.bytes ?? Buffer.alloc(0) };
    await page.locator('.guest-upload input[type=file]').first().setInputFiles(file);
    await expect.poll(async () => (await api.photos(eventId)).some(({ held, guestName }) => held && guestName === 'Eve'), { timeout: 60_000 }).toBe(true);
    await api.waitUntilDone(eventId, 7, 60_000);
    await page.screenshot({ path: join(artefacts, 'guest-upload.png'), fullPage: true });
    await page.reload();
    await tiles(page).nth(5).waitFor();
    expect(await tiles(page).count(), 'it waits').toBe(6);

    await openEvent();
    await organizer.getByText(/Eve/).first().waitFor();
    await organizer.getByRole('button', { name: 'Approve all' }).click();
    await expect.poll(async () => (await api.photos(eventId)).some(({ held }) => held), { timeout: 20_000 }).toBe(false);
    await page.reload();
    await page.getByRole('button', { name: /from-eve/ }).waitFor();
    expect(await tiles(page).count()).toBe(7);
    await phone.close();
  });

  test('sees no photo that the organizer holds back, and sees it once it is published', async () => {
    await change({ holdPhotos: true });
    const [, photo] = await photoVariants(2);
    await api.upload(eventId, photo ? [{ ...photo, name: 'held.jpg' }] : []);
    await change({ holdPhotos: false });
    await api.waitUntilDone(eventId, 8, 60_000);
    const { phone, page } = await openLink({ scope: { kind: 'gallery' } });
    await tiles(page).first().waitFor();
    expect(await page.getByRole('button', { name: /held/ }).count()).toBe(0);
    await openEvent();
    await organizer.getByRole('button', { name: 'Approve all' }).click();
    await expect.poll(async () => (await api.photos(eventId)).some(({ held }) => held), { timeout: 20_000 }).toBe(false);
    await page.reload();
    await page.getByRole('button', { name: /held/ }).waitFor();
    await phone.close();
  });

  test('says “That’s not me”: the photo is gone, and comes back when the organizer undoes it', async () => {
    const { phone, page } = await openLink({});
    await findMe(page);
    const before = await tiles(page).count();
    await tiles(page).first().click();
    await page.screenshot({ path: join(artefacts, 'guest-viewer.png') });
    const notMe = page.getByRole('button', { name: 'That’s not me' });
    const { x = 0, width = 999 } = (await notMe.boundingBox()) ?? {};
    expect(x + width, 'it lies on the screen').toBeLessThanOrEqual(PHONE.width);
    await notMe.click();
    await page.getByText(/no longer among your photos/).waitFor();
    await expect.poll(() => tiles(page).count()).toBe(before - 1);
    await page.screenshot({ path: join(artefacts, 'guest-not-me.png') });
    await api.waitUntilDone(eventId, 8, 60_000); // grouped anew, with what was learnt
    await page.reload();
    await page.getByRole('heading', { name: before === 2 ? /You are in 1 photo/ : /You are in/ }).waitFor();
    expect(await tiles(page).count()).toBe(before - 1);

    await organizer.goto(`${platform.url}/events/${eventId}/people`);
    const said = organizer.getByRole('listitem').filter({ hasText: /in a photo/ });
    await said.getByRole('button', { name: 'Undo' }).click();
    await said.getByText(/undone/).waitFor();
    await organizer.screenshot({ path: join(artefacts, 'history.png') });
    await api.waitUntilDone(eventId, 8, 60_000);
    await page.reload();
    await tiles(page).nth(before - 1).waitFor();
    await phone.close();
  });

  test('says “I’m in this one”: with a box drawn by keyboard at once, with a known face when the organizer agrees', async () => {
    const { phone, page } = await openLink({ scope: { kind: 'gallery' } });
    await page.getByRole('button', { name: 'Find only photos with me' }).click();
    await findMe(page);
    const mine = await tiles(page).count();
    const [drawn, tapped] = await notMine(page);

    await openPhoto(page, drawn);
    await page.getByRole('button', { name: 'I’m in this one' }).click();
    await page.getByRole('button', { name: /^Face 1 of/ }).waitFor();
    await page.screenshot({ path: join(artefacts, 'guest-claim.png') });
    await page.getByRole('button', { name: 'Mine is not marked' }).click();
    const corner = page.getByRole('button', { name: /Lower right corner/ });
    await corner.focus();
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+ArrowUp');
    const box = page.getByRole('button', { name: /^Box around your face/ });
    await box.focus();
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+ArrowUp'); // an upper corner, where nobody is
    for (let i = 0; i < 8; i += 1) await page.keyboard.press('Shift+ArrowLeft');
    await page.screenshot({ path: join(artefacts, 'guest-claim-box.png') });
    await page.getByRole('button', { name: 'This is me' }).click();
    await page.getByText(/is now among your photos/).waitFor();

    await openPhoto(page, tapped);
    await page.getByRole('button', { name: 'I’m in this one' }).click();
    await page.getByRole('button', { name: /^Face 1 of/ }).click();
    await page.getByText(/(We ask the host|is now among)/).waitFor();
    await openEvent();
    const agree = organizer.getByRole('button', { name: 'Agree' });
    if ((await page.getByText(/We ask the host/).count()) > 0) {
      await agree.waitFor();
      await organizer.screenshot({ path: join(artefacts, 'claims.png') });
      await agree.click();
      await agree.waitFor({ state: 'detached' });
    }
    await api.waitUntilDone(eventId, 8, 60_000);
    await page.getByRole('button', { name: 'Your photos' }).click();
    await tiles(page).nth(mine + 1).waitFor();
    await phone.close();
  });

  async function openPhoto(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: 'All photos' }).click();
    await page.getByRole('button', { name: `Open photo ${name}` }).click();
  }

  /** Names of photos that are not the guest's. */
  async function notMine(page: Page): Promise<[string, string]> {
    const names = async (): Promise<string[]> => {
      const labels = await Promise.all((await tiles(page).all()).map((tile) => tile.getAttribute('aria-label')));
      return labels.map((label) => (label ?? '').replace('Open photo ', ''));
    };
    const own = await names();
    await page.getByRole('button', { name: 'All photos' }).click();
    await tiles(page).nth(7).waitFor();
    const [one, other] = (await names()).filter((name) => name.startsWith('sample') && !own.includes(name));
    if (one === undefined || other === undefined) throw new Error('the guest is in every photo');
    return [one, other];
  }
});
