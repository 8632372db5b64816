import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DriveAccount } from '@visage/contracts/drive-account.contract';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { DOCUMENT_MIME_TYPE } from '@visage/testing/drive.files';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { sampleNumberOf, pickGuest } from './support/guest.pick.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhoto, samplePhotoPath, sampleWithoutLocation } from './support/photo.fixtures.js';
import { freePort, repositoryRoot, startOwnPlatform, type RunningPlatform } from './support/platform.js';
import { hasCount, PATIENCE, unfold } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const ADMIN = { email: 'drive-admin@example.org', password: 'a long enough password' };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };
const SAMPLES = [1, 2, 3, 4, 5, 6];
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

// A platform of its own: what an administrator enters here changes the pages of everybody.
describe.skipIf(!chromiumPath)(chromiumPath ? 'Google Drive' : 'Google Drive (skipped: no Chromium)', () => {
  let platform: RunningPlatform & { data: string };
  let drive: DriveServer;
  let browser: Browser;
  let api: Api;
  let admin: Api;
  let look: TakePictures;

  beforeAll(async () => {
    look = await pictureTaker('drive');
    drive = await startDriveServer({ port: await freePort() });
    drive.oauth.consent = 'page';
    platform = await startOwnPlatform({ GOOGLE_ROOT_URL: drive.rootUrl });
    const flags = ['--role', 'admin', '--password-stdin', '--data', platform.data];
    execFileSync(join(repositoryRoot, 'visage'), ['user', 'add', ADMIN.email, ...flags], {
      input: ADMIN.password,
    });
    api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
    admin = await Api.signIn(platform.url, ADMIN.email, ADMIN.password);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await platform.stop();
    await drive.stop();
  });

  /** Every test makes what it stands on by the API, so that none needs another. */
  const newEvent = async (name: string, photos: readonly number[] = []): Promise<string> => {
    const { id } = await api.createEvent(name);
    if (photos.length > 0) await api.upload(id, await Promise.all(photos.map(samplePhoto)));
    return id;
  };
  const enterClient = (): Promise<Response> => {
    const { clientId, clientSecret } = drive.oauth;
    return admin.send('PUT', '/google/client', { clientId, clientSecret });
  };
  const connectBefore = async (uses: DriveAccount['uses']): Promise<void> => {
    await enterClient();
    await api.connectDrive(uses);
  };
  const signedIn = async (account: { email: string; password: string | null }): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: DESKTOP })).newPage();
    await signInPage(page, { ...platform, ...account });
    return page;
  };
  const openDrivePage = async (page: Page, eventId: string): Promise<void> => {
    await page.goto(`${platform.url}/events/${eventId}/drive`);
    await page.getByRole('heading', { level: 1, name: 'Google Drive', exact: true }).waitFor();
  };
  const chooseFolder = async (page: Page): Promise<Locator> => {
    await page.getByRole('button', { name: 'Choose a folder', exact: true }).click();
    return page.getByRole('dialog', { name: 'Choose a folder' });
  };
  const connect = async (page: Page, button: string, answer: 'Allow' | 'Cancel'): Promise<void> => {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('link', { name: answer, exact: true }).click();
    await page.waitForURL(
      ({ origin, pathname }) =>
        origin === platform.url && (answer === 'Cancel' || pathname.endsWith('/drive')),
    );
  };

  test('an administrator enters the Google client and a service account, once Google knows them', async () => {
    await admin.fetch('/google/client', { method: 'DELETE' }); // as at first
    const eventId = await newEvent('Not set up yet');
    const shared = drive.addFolder('Shared with the server');
    drive.addFile('shared.png', await picture(1), shared, 'image/png');
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    await page.getByText('Google Drive is not set up on this server').waitFor();
    await look(page, 'not-set-up');

    const desk = await signedIn(ADMIN);
    await desk.goto(`${platform.url}/google`);
    const { clientId, clientSecret } = drive.oauth;
    const enter = async (secret: string): Promise<void> => {
      await desk.getByLabel('Client ID', { exact: true }).fill(clientId);
      await desk.getByLabel('Client secret', { exact: true }).fill(secret);
      await desk.getByRole('button', { name: 'Check and save', exact: true }).click();
    };
    await enter('not the secret');
    await desk
      .getByRole('alert')
      .filter({ hasText: 'Google does not know this client id with this secret' })
      .waitFor();
    await look(desk, 'client-refused');
    await enter(clientSecret);
    await desk.getByText('Client in use', { exact: true }).waitFor();
    await desk.getByText(clientId, { exact: true }).waitFor();
    expect(await desk.content()).not.toContain(clientSecret);
    await look(desk, 'client-known');

    const key = drive.oauth.services.add();
    const file = { name: 'key.json', mimeType: 'application/json' };
    const chooseKey = (content: object): Promise<void> =>
      desk.getByLabel(/JSON key/).setInputFiles({ ...file, buffer: Buffer.from(JSON.stringify(content)) });
    await chooseKey({ ...key, client_email: 'stranger@stand-in.iam.gserviceaccount.com' });
    await desk.getByRole('alert').filter({ hasText: 'Google refused this service account' }).waitFor();
    await chooseKey(key);
    await desk.getByText(key.client_email, { exact: true }).waitFor();
    expect(await desk.content()).not.toContain('PRIVATE KEY');
    await look(desk, 'service-account');
    drive.files.share(shared, key.client_email);
    await openDrivePage(page, eventId);
    await page.getByText(key.client_email).waitFor();
    await look(page, 'shared-folders');
    const dialog = await chooseFolder(page);
    await dialog.getByRole('button', { name: 'Shared with the server', exact: true }).waitFor();
    await hasCount(dialog.locator('.drive-folders').getByRole('listitem'), 1);
    await look(page, 'browser-shared');
    await page.keyboard.press('Escape');
    await desk.getByRole('button', { name: 'Remove', exact: true }).last().click();
    await desk.getByText(key.client_email, { exact: true }).waitFor({ state: 'detached' });
    await Promise.all([page, desk].map((one) => one.context().close()));
  });

  test('an organizer connects a Drive, and is told in words when Google says no', async () => {
    await enterClient();
    await api.fetch('/drive/account', { method: 'DELETE' }); // as at first
    const eventId = await newEvent('Connecting');
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    await page.getByRole('button', { name: 'Connect Google Drive', exact: true }).waitFor();
    await look(page, 'connect');
    await page.getByLabel('Keep your own folders in sync').check();
    await connect(page, 'Connect Google Drive', 'Cancel');
    await page.getByText('Google did not let Visage in').waitFor();
    await look(page, 'refused');
    await page.getByRole('link', { name: 'Go back', exact: true }).click();
    await page.getByLabel('Keep your own folders in sync').check();
    await connect(page, 'Connect Google Drive', 'Allow');
    await page.getByRole('heading', { name: 'Connected as ada@example.org', exact: true }).waitFor();
    await look(page, 'connected');
    await page.context().close();
  });

  test('a folder is picked and imported, and the numbers of the report add up', async () => {
    await connectBefore(['import']);
    await fillWedding(drive);
    const eventId = await newEvent('Import of Mia');
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    const dialog = await chooseFolder(page);
    await dialog.getByRole('button', { name: 'Studio Shared drive', exact: true }).click();
    await dialog.getByRole('button', { name: 'Prints', exact: true }).waitFor();
    await look(page, 'browser-shared-drive');
    await dialog.getByRole('button', { name: 'My Drive', exact: true }).click();
    await dialog.getByRole('button', { name: 'Wedding', exact: true }).click();
    await dialog.getByRole('button', { name: 'From the studio Shortcut', exact: true }).waitFor();
    await look(page, 'browser-folder');
    await dialog.getByRole('button', { name: 'Import “Wedding”', exact: true }).click();
    const run = page.getByRole('article', { name: 'Wedding', exact: true });
    await ended(run, 'Imported');
    await run.getByText('9 files found', { exact: true }).waitFor();
    expect(await partsOf(run)).toEqual({ Imported: 6, 'Already here': 1, 'Not an image': 1, Failed: 1 });
    await unfold(run, 'What failed, and why');
    await run.getByText('This shortcut leads to a file that was removed').waitFor();
    await look(page, 'import-report');
    const photos = await api.photos(eventId);
    expect(
      await sumsOf(
        api,
        photos.map(({ id }) => id),
      ),
    ).toEqual(await sumsOfSamples());
    await page.context().close();
  });

  test('the event is exported bit for bit, and a second export sends nothing', async () => {
    await connectBefore(['import', 'export']);
    const eventId = await newEvent('Export of Mia');
    const pictures = await Promise.all(SAMPLES.map(picture));
    await api.upload(
      eventId,
      pictures.map((bytes, index) => ({ name: `${index}.png`, bytes })),
    );
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    const runs = page.getByRole('article', { name: 'Export of Mia', exact: true });
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await hasCount(runs, 1);
    await ended(runs, 'Exported');
    expect(await partsOf(runs)).toEqual({ Uploaded: 6, 'Already there': 0, Failed: 0 });
    expect(sumsBelow(drive, 'Export of Mia')).toEqual(pictures.map(md5).sort());
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await hasCount(runs, 2);
    await ended(runs.first(), 'Exported');
    expect(await partsOf(runs.first())).toEqual({ Uploaded: 0, 'Already there': 6, Failed: 0 });
    await look(page, 'export-report');
    await page.context().close();
  });

  test('a guest puts exactly their own photos into their own Drive, on a phone', async () => {
    await enterClient();
    const eventId = await newEvent('Wedding of Mia', SAMPLES);
    await api.waitUntilDone(eventId, SAMPLES.length, 120_000);
    const { selfie, ownPhotoNames } = await pickGuest(api, eventId);
    const { codes } = await api.createShare(eventId, { name: 'Guests' });
    const context = await browser.newContext({ viewport: PHONE });
    const guest = await context.newPage();
    await guest.goto(platform.url + new URL(codes[0]?.url ?? '').pathname);
    await guest.getByRole('button', { name: 'I agree, keep looking for me', exact: true }).click();
    await guest
      .locator('input[type=file]')
      .last()
      .setInputFiles({ name: 'selfie.png', mimeType: 'image/png', buffer: selfie });
    await guest
      .getByRole('heading', { name: 'Your photos in your Google Drive', exact: true })
      .waitFor(PATIENCE);
    await look(guest, 'guest-connect');
    await guest.getByRole('button', { name: 'Connect Google Drive', exact: true }).click();
    await guest.getByText('drive.file').waitFor();
    expect(await guest.getByText('drive.readonly').count()).toBe(0);
    await guest.getByRole('link', { name: 'Allow', exact: true }).click();
    await guest.getByText('Connected as ada@example.org', { exact: true }).waitFor();
    await guest.getByRole('button', { name: 'Send my photos', exact: true }).click();
    await guest.getByText(/in the folder “Wedding of Mia - my photos”/).waitFor(PATIENCE);
    await look(guest, 'guest-sent');
    const own = await Promise.all(ownPhotoNames.map((name) => sampleWithoutLocation(sampleNumberOf(name))));
    expect(sumsBelow(drive, 'Wedding of Mia - my photos')).toEqual(own.map(md5).sort());
    await context.close();
  });

  test('a mirror shows what it would do, follows Drive, asks before it removes much, and takes it back', async () => {
    await connectBefore(['import', 'export', 'mirror']);
    const dance = drive.addFolder('Dance');
    for (let index = 0; index < 5; index++)
      drive.addFile(`dance ${index}.png`, await picture(index), dance, 'image/png');
    const eventId = await newEvent('Mirror of Mia');
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    await page.getByRole('button', { name: 'New mirror', exact: true }).click();
    const form = page.getByRole('dialog').filter({ hasText: 'Keep an album and a folder in sync' });
    await form.getByLabel(/^Both ways/).check();
    await form.getByRole('button', { name: 'Choose a folder', exact: true }).click();
    const folders = page.getByRole('dialog', { name: 'Choose a folder' });
    await folders.getByRole('button', { name: 'Dance', exact: true }).click();
    await folders.getByRole('button', { name: 'Choose “Dance”', exact: true }).click();
    await form.getByRole('button', { name: 'Show what would happen', exact: true }).waitFor();
    await look(page, 'mirror-form');
    await form.getByRole('button', { name: 'Show what would happen', exact: true }).click();
    const mirror = page.getByRole('article', { name: 'Mirror of Dance and Dance', exact: true });
    await mirror
      .getByText('5 photos would come from Drive into the album.', { exact: true })
      .waitFor(PATIENCE);
    await unfold(mirror, 'Photo by photo');
    await mirror.getByText('dance 4.png comes from Drive', { exact: true }).waitFor();
    expect(await api.photos(eventId)).toEqual([]);
    await look(page, 'mirror-dry-run');
    await mirror.getByRole('button', { name: 'Start mirroring', exact: true }).click();
    await linked(mirror, 5);

    const [first, second, third] = drive.files.childrenOf(dance);
    if (!first || !second || !third) throw new Error('the folder is empty');
    drive.files.rename(first, 'first dance.png');
    drive.addFile('late.png', await picture(9), dance, 'image/png');
    await mirror.getByRole('button', { name: 'Check now', exact: true }).click();
    await linked(mirror, 6);
    await unfold(mirror, 'What happened');
    await mirror
      .getByText('dance 0.png is now called first dance.png, as in Drive', { exact: true })
      .waitFor(PATIENCE);

    for (const file of [second, third]) drive.files.setTrashed(file, true);
    await mirror.getByRole('button', { name: 'Check now', exact: true }).click();
    await mirror.getByText('A lot would be removed: is that right?', { exact: true }).waitFor(PATIENCE);
    await mirror
      .getByText('2 photos would leave the album. The event keeps them.', { exact: true })
      .waitFor();
    await look(page, 'mirror-brake');
    await mirror.getByRole('button', { name: 'Yes, continue', exact: true }).click();
    await linked(mirror, 4);

    await unfold(mirror, 'What happened');
    await mirror.getByRole('button', { name: 'Undo: dance 1.png' }).click();
    await linked(mirror, 5);
    await expect
      .poll(() => [drive.files.isTrashed(second), drive.files.isTrashed(third)], PATIENCE)
      .toEqual([false, true]);
    await look(page, 'mirror-undone');
    await page.context().close();
  });

  test('a grant that was revoked at Google is told as that, and connecting again goes on', async () => {
    await connectBefore(['import']);
    const eventId = await newEvent('Revoked');
    drive.addFolder('Still there');
    const page = await signedIn(platform);
    await openDrivePage(page, eventId);
    await page.getByRole('heading', { name: 'Connected as ada@example.org', exact: true }).waitFor();
    drive.oauth.endGrants();
    await (await chooseFolder(page)).getByText('Google no longer accepts the connection').waitFor();
    await look(page, 'revoked-browser');
    await openDrivePage(page, eventId);
    await page.getByText('Google no longer accepts this connection').waitFor();
    await look(page, 'revoked');
    await connect(page, 'Connect again', 'Allow');
    await (await chooseFolder(page)).getByRole('button', { name: 'Still there', exact: true }).waitFor();
    await page.context().close();
  });
});

/** Two albums of sample photos, a copy, a text, a shortcut that leads nowhere and one to a shared drive. */
async function fillWedding(drive: DriveServer): Promise<void> {
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
}

/** Small and without anybody in it, each of another colour. */
function picture(index: number): Promise<Buffer> {
  const background = { r: 20 * index, g: 120, b: 200 - 20 * index };
  return sharp({ create: { width: 320, height: 240, channels: 3, background } })
    .png()
    .toBuffer();
}

function filesBelow(drive: DriveServer, folderId: string): { md5: string | null }[] {
  return drive.files
    .childrenOf(folderId)
    .flatMap((entry) => (entry.content ? [entry] : filesBelow(drive, entry.id)));
}

/** MD5 sums of all files below a folder at the top of the Drive, sorted. */
function sumsBelow(drive: DriveServer, name: string): (string | null)[] {
  const made = drive.files.childrenOf('root').find((entry) => entry.name === name);
  return filesBelow(drive, made?.id ?? '')
    .map((file) => file.md5)
    .sort();
}

async function sumsOfSamples(): Promise<string[]> {
  const originals = await Promise.all(SAMPLES.map((number) => readFile(samplePhotoPath(number))));
  return originals.map(md5).sort();
}

/** Until a run has ended as `state`, in the word that its card shows. */
async function ended(run: Locator, state: 'Imported' | 'Exported'): Promise<void> {
  await run.getByRole('status').getByText(state, { exact: true }).waitFor(PATIENCE);
}

async function sumsOf(api: Api, photoIds: readonly string[]): Promise<string[]> {
  const sums = photoIds.map(async (id) =>
    md5(new Uint8Array(await (await api.fetch(`/photos/${id}/original`)).arrayBuffer())),
  );
  return (await Promise.all(sums)).sort();
}

/** The numbers of a run's report by what they count. */
async function partsOf(run: Locator): Promise<Record<string, number>> {
  const [names, counts] = [await run.locator('dt').allInnerTexts(), await run.locator('dd').allInnerTexts()];
  return Object.fromEntries(names.map((name, index) => [name, Number(counts[index])]));
}

async function linked(mirror: Locator, count: number): Promise<void> {
  await mirror
    .locator('dl > div', { hasText: 'On both sides' })
    .getByText(String(count), { exact: true })
    .waitFor(PATIENCE);
}
