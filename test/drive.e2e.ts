import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { DOCUMENT_MIME_TYPE } from '@visage/testing/drive.files';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { sampleNumberOf, pickGuest } from './support/guest.pick.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhoto, samplePhotoPath } from './support/photo.fixtures.js';
import { repositoryRoot } from './support/platform.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const ADMIN = { email: 'drive-admin@example.org', password: 'a long enough password' };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };
const WAIT = { timeout: 60_000 };
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

describe.skipIf(!chromiumPath)(chromiumPath ? 'Google Drive' : 'Google Drive (skipped: no Chromium)', () => {
  let drive: DriveServer;
  let browser: Browser;
  let api: Api;
  let organizer: BrowserContext;
  let page: Page;
  let eventId: string;
  let dance: string;
  let look: TakePictures;

  beforeAll(async () => {
    look = await pictureTaker('drive');
    const flags = ['--role', 'admin', '--password-stdin', '--data', platform.data];
    execFileSync(join(repositoryRoot, 'visage'), ['user', 'add', ADMIN.email, ...flags], { input: ADMIN.password });
    drive = await startDriveServer({ port: inject('drivePort') });
    drive.oauth.consent = 'page';
    dance = await fillDrive(drive);
    api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
    eventId = (await api.createEvent('Wedding of Mia')).id;
    browser = await launchBrowser();
    organizer = await browser.newContext({ viewport: DESKTOP });
    page = await organizer.newPage();
    await signInPage(page, platform);
  });
  afterAll(async () => {
    await browser.close();
    await drive.stop();
  });

  const openDrivePage = async (): Promise<void> => {
    await page.goto(`${platform.url}/events/${eventId}/drive`);
    await page.getByRole('heading', { name: 'Mirrors' }).waitFor();
  };
  const connect = async (button: string, answer: 'Allow' | 'Cancel'): Promise<void> => {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('link', { name: answer }).click();
    await page.waitForURL(({ origin }) => origin === platform.url);
  };

  test('an administrator enters the Google client and a service account, once Google knows them', async () => {
    await openDrivePage();
    await page.getByText('Google Drive is not set up on this server').waitFor();
    await look(page, 'not-set-up');

    const context = await browser.newContext({ viewport: DESKTOP });
    const admin = await context.newPage();
    await signInPage(admin, { ...platform, ...ADMIN });
    await admin.goto(`${platform.url}/google`);
    const { clientId, clientSecret } = drive.oauth;
    const enter = async (secret: string): Promise<void> => {
      await admin.getByLabel('Client id').fill(clientId);
      await admin.getByLabel('Client secret').fill(secret);
      await admin.getByRole('button', { name: /^Check and/ }).click();
    };
    await enter('not the secret');
    await admin.getByText('Google does not know this client id with this secret').waitFor();
    await look(admin, 'client-refused');
    await enter(clientSecret);
    await admin.getByText('Client in use').waitFor();
    await admin.getByText(clientId).waitFor();
    expect(await admin.content()).not.toContain(clientSecret);
    await look(admin, 'client-known');

    const key = drive.oauth.services.add();
    const file = { name: 'key.json', mimeType: 'application/json' };
    const chooseKey = (content: object): Promise<void> =>
      admin.getByLabel(/JSON key/).setInputFiles({ ...file, buffer: Buffer.from(JSON.stringify(content)) });
    await chooseKey({ ...key, client_email: 'stranger@stand-in.iam.gserviceaccount.com' });
    await admin.getByText('Google refused this service account').waitFor();
    await chooseKey(key);
    await admin.getByText(key.client_email).waitFor();
    expect(await admin.content()).not.toContain('PRIVATE KEY');
    await look(admin, 'service-account');
    drive.files.share(dance, key.client_email);
    await openDrivePage();
    await page.getByText(key.client_email).waitFor();
    await look(page, 'shared-folders');
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dance' }).waitFor();
    expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(1);
    await look(page, 'browser-shared');
    await page.keyboard.press('Escape');
    await admin.getByRole('button', { name: 'Remove' }).last().click();
    await admin.getByText(key.client_email).waitFor({ state: 'detached' });
    await context.close();
  });

  test('an organizer connects a Drive, and is told in words when Google says no', async () => {
    await openDrivePage();
    await look(page, 'connect');
    await page.getByLabel('Keep your own folders alike').check();
    await connect('Connect Google Drive', 'Cancel');
    await page.getByText('Google did not let Visage in').waitFor();
    await look(page, 'refused');
    await page.getByRole('link', { name: 'Go back' }).click();
    await page.getByLabel('Keep your own folders alike').check();
    await connect('Connect Google Drive', 'Allow');
    await page.getByRole('heading', { name: 'Connected as ada@example.org' }).waitFor();
    await look(page, 'connected');
  });

  test('a folder is picked and imported, and the numbers of the report add up', async () => {
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Studio Shared drive' }).click();
    await dialog.getByRole('button', { name: 'Prints' }).waitFor();
    await look(page, 'browser-shared-drive');
    await dialog.getByRole('button', { name: 'My Drive' }).click();
    await dialog.getByRole('button', { name: 'Wedding' }).click();
    await dialog.getByRole('button', { name: 'From the studio Shortcut' }).waitFor();
    await look(page, 'browser-folder');
    await dialog.getByRole('button', { name: 'Import “Wedding”' }).click();
    const run = page.getByRole('article', { name: 'Wedding' });
    await run.getByText('Imported', { exact: true }).first().waitFor();
    await run.getByText('9 files found').waitFor(WAIT);
    await run.getByRole('status').getByText('Imported').waitFor(WAIT);
    expect(await partsOf(run)).toEqual({ Imported: 6, 'Already here': 1, 'Not an image': 1, Failed: 1 });
    await run.getByText('What failed, and why').click();
    await run.getByText('This shortcut leads to a file that was removed').waitFor();
    await look(page, 'import-report');
    const photos = await api.photos(eventId);
    const originals = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => readFile(samplePhotoPath(number))));
    expect(await sumsOf(api, photos.map(({ id }) => id))).toEqual(originals.map(md5).sort());
  });

  test('the event is exported bit for bit, and a second export sends nothing', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const runs = page.getByRole('article', { name: 'Wedding of Mia' });
    await runs.first().getByRole('status').getByText('Exported').waitFor(WAIT);
    expect(await partsOf(runs.first())).toEqual({ Uploaded: 6, 'Already there': 0, Failed: 0 });
    const made = drive.files.childrenOf('root').find(({ name }) => name === 'Wedding of Mia');
    const originals = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => readFile(samplePhotoPath(number))));
    expect(filesBelow(drive, made?.id ?? '').map((file) => file.md5).sort()).toEqual(originals.map(md5).sort());
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await runs.nth(1).waitFor();
    await runs.first().getByRole('status').getByText('Exported').waitFor(WAIT);
    expect(await partsOf(runs.first())).toEqual({ Uploaded: 0, 'Already there': 6, Failed: 0 });
    await look(page, 'export-report');
  });

  test('a guest puts exactly their own photos into their own Drive, on a phone', async () => {
    await api.waitUntilDone(eventId, 6, 120_000);
    const { selfie, ownPhotoNames } = await pickGuest(api, eventId);
    const { codes } = await api.createShare(eventId, { name: 'Guests' });
    const context = await browser.newContext({ viewport: PHONE });
    const guest = await context.newPage();
    await guest.goto(platform.url + new URL(codes[0]?.url ?? '').pathname);
    await guest.getByRole('button', { name: /I agree/ }).click();
    await guest.locator('input[type=file]').last().setInputFiles({ name: 'selfie.png', mimeType: 'image/png', buffer: selfie });
    await guest.getByRole('heading', { name: 'Your photos in your Google Drive' }).waitFor(WAIT);
    await look(guest, 'guest-connect');
    await guest.getByRole('button', { name: 'Connect Google Drive' }).click();
    await guest.getByText('drive.file').waitFor();
    expect(await guest.getByText('drive.readonly').count()).toBe(0);
    await guest.getByRole('link', { name: 'Allow' }).click();
    await guest.getByText('Connected as ada@example.org').waitFor();
    await guest.getByRole('button', { name: 'Send my photos' }).click();
    await guest.getByText(/in the folder “Wedding of Mia - my photos”/).waitFor(WAIT);
    await look(guest, 'guest-sent');
    const made = drive.files.childrenOf('root').find(({ name }) => name === 'Wedding of Mia - my photos');
    const own = await Promise.all(ownPhotoNames.map((name) => readFile(samplePhotoPath(sampleNumberOf(name)))));
    expect(filesBelow(drive, made?.id ?? '').map((file) => file.md5).sort()).toEqual(own.map(md5).sort());
    await context.close();
  });

  test('a mirror shows what it would do, follows Drive, asks before it removes much, and takes it back', async () => {
    await page.getByRole('button', { name: 'New mirror' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Both ways').check();
    await dialog.getByRole('button', { name: 'Choose a folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dance' }).click();
    await page.getByRole('button', { name: 'Choose “Dance”' }).click();
    await look(page, 'mirror-form');
    await page.getByRole('button', { name: 'Show what would happen' }).click();
    const mirror = page.getByRole('article', { name: 'Mirror of Dance and Dance' });
    await mirror.getByText('5 photos would come from Drive into the album.').waitFor(WAIT);
    await mirror.getByText('Photo by photo').click();
    await mirror.getByText('dance 4.png comes from Drive').waitFor();
    expect((await api.photos(eventId)).length).toBe(6);
    await look(page, 'mirror-dry-run');
    await mirror.getByRole('button', { name: 'Start mirroring' }).click();
    await linked(mirror, 5);

    const [first, second, third] = drive.files.childrenOf(dance);
    if (!first || !second || !third) throw new Error('the folder is empty');
    drive.files.rename(first, 'first dance.png');
    drive.addFile('late.png', await picture(9), dance, 'image/png');
    await mirror.getByRole('button', { name: 'Look now' }).click();
    await linked(mirror, 6);
    await mirror.getByText('What happened').click();
    await mirror.getByText('dance 0.png is called first dance.png now, as in Drive').waitFor(WAIT);

    for (const file of [second, third]) drive.files.setTrashed(file, true);
    await mirror.getByRole('button', { name: 'Look now' }).click();
    await mirror.getByText('A lot would be removed: is that right?').waitFor(WAIT);
    await mirror.getByText('2 photos would leave the album. The event keeps them.').waitFor();
    await look(page, 'mirror-brake');
    await mirror.getByRole('button', { name: 'Yes, go on' }).click();
    await linked(mirror, 4);

    if ((await mirror.getByText('dance 1.png left the album').count()) === 0) await mirror.getByText('What happened').click();
    await mirror.getByRole('button', { name: 'Undo: dance 1.png' }).click();
    await linked(mirror, 5);
    expect(drive.files.isTrashed(second)).toBe(false);
    expect(drive.files.isTrashed(third)).toBe(true);
    await look(page, 'mirror-undone');
  });

  test('a grant that was revoked at Google is told as that, and connecting again goes on', async () => {
    drive.oauth.endGrants();
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await page.getByRole('dialog').getByText('Google no longer accepts the connection').waitFor();
    await look(page, 'revoked-browser');
    await openDrivePage();
    await page.getByText('Google no longer accepts this connection').waitFor();
    await look(page, 'revoked');
    await connect('Connect again', 'Allow');
    await page.getByRole('button', { name: 'Choose a folder' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Dance' }).waitFor();
  });
});

/** Two albums of sample photos, a copy, a text, a shortcut that leads nowhere and one to a shared drive. @returns the folder to mirror. */
async function fillDrive(drive: DriveServer): Promise<string> {
  const studio = drive.addSharedDrive('Studio');
  const prints = drive.addFolder('Prints', studio);
  const wedding = drive.addFolder('Wedding');
  const [ceremony, party] = [drive.addFolder('Ceremony', wedding), drive.addFolder('Party', wedding)];
  const places = [ceremony, ceremony, party, party, prints, prints];
  for (const [index, place] of places.entries()) {
    const { name, bytes } = await samplePhoto(index + 1);
    drive.addFile(name, bytes, place, 'image/jpeg');
    if (index === 0) drive.addFile(`Copy of ${name}`, bytes, party, 'image/jpeg');
  }
  drive.addFile('Seating plan', Buffer.alloc(0), wedding, DOCUMENT_MIME_TYPE);
  drive.addShortcut('Lost photo', 'gone', wedding);
  drive.addShortcut('From the studio', prints, wedding);
  const dance = drive.addFolder('Dance');
  for (let index = 0; index < 5; index++) drive.addFile(`dance ${index}.png`, await picture(index), dance, 'image/png');
  return dance;
}

/** Small and without anybody in it, each of another colour. */
function picture(index: number): Promise<Buffer> {
  const background = { r: 20 * index, g: 120, b: 200 - 20 * index };
  return sharp({ create: { width: 320, height: 240, channels: 3, background } }).png().toBuffer();
}

function filesBelow(drive: DriveServer, folderId: string): { md5: string | null }[] {
  return drive.files.childrenOf(folderId).flatMap((entry) => (entry.content ? [entry] : filesBelow(drive, entry.id)));
}

async function sumsOf(api: Api, photoIds: readonly string[]): Promise<string[]> {
  const sums = photoIds.map(async (id) => md5(new Uint8Array(await (await api.fetch(`/photos/${id}/original`)).arrayBuffer())));
  return (await Promise.all(sums)).sort();
}

/** The numbers of a run's report by what they count. */
async function partsOf(run: Locator): Promise<Record<string, number>> {
  const [names, counts] = [await run.locator('dt').allInnerTexts(), await run.locator('dd').allInnerTexts()];
  return Object.fromEntries(names.map((name, index) => [name, Number(counts[index])]));
}

async function linked(mirror: Locator, count: number): Promise<void> {
  await mirror.locator('dl > div', { hasText: 'On both sides' }).getByText(String(count), { exact: true }).waitFor(WAIT);
}
