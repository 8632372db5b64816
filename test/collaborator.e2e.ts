import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhotoPath } from './support/photo.fixtures.js';
import { pressAndWait } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const HANNA = { email: 'hanna@example.org', password: 'a password of her own' };

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'people who help' : 'people who help (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let look: TakePictures;
    let eventId: string;
    let api: Api;
    beforeAll(async () => {
      look = await pictureTaker('collaborator');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Silver wedding')).id;
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const newPage = async (width: number): Promise<Page> =>
      (await browser.newContext({ viewport: { width, height: 900 } })).newPage();

    test('a helper comes in by a link, adds and sorts photos, shares nothing, and sees nothing once removed', async () => {
      const page = await newPage(1440);
      await signInPage(page, platform);
      await page.goto(`${platform.url}/events/${eventId}`);
      await page.getByRole('button', { name: 'Add a person', exact: true }).click();
      await page.getByLabel('Email', { exact: true }).fill(HANNA.email);
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await page.getByText('Say the name of the person').waitFor();
      await look(page, 'name-needed');
      await page.getByLabel('Name', { exact: true }).fill('Hanna');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      const link = await page.locator('.admin-link').innerText();
      await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
      await page.getByText('has not set a password yet').waitFor();
      await look(page, 'invited');

      const hanna = await newPage(390);
      await hanna.goto(link);
      await hanna.getByLabel('New password', { exact: true }).fill(HANNA.password);
      await hanna.getByRole('button', { name: 'Set your password', exact: true }).click();
      await signInPage(hanna, { ...platform, ...HANNA });
      await hanna.getByText(/^You help /).waitFor();
      expect(await hanna.getByRole('button', { name: 'Create event', exact: true }).count()).toBe(0);
      await look(hanna, 'helped-events');

      await hanna.getByRole('link', { name: 'Silver wedding', exact: true }).click();
      await hanna.locator('input[type=file]').first().setInputFiles(samplePhotoPath(3));
      await hanna.getByRole('button', { name: 'Open photo sample3.jpg', exact: true }).waitFor();
      await hanna.getByRole('button', { name: 'Select', exact: true }).click();
      await hanna.getByRole('button', { name: 'Select photo sample3.jpg', exact: true }).click();
      await hanna.getByRole('button', { name: 'Put into album', exact: true }).click();
      await hanna.getByRole('dialog').getByRole('button', { name: 'New album', exact: true }).click();
      await hanna.getByLabel('Name of the album').fill('Dance');
      await hanna.getByRole('button', { name: 'Save', exact: true }).click();
      await hanna.getByRole('dialog').getByRole('button', { name: 'Dance', exact: true }).click();
      await hanna.getByRole('link', { name: 'Dance 1', exact: true }).waitFor();
      for (const name of ['Share', 'Delete event', 'Add a person'])
        expect([name, await hanna.getByText(name, { exact: true }).count()]).toEqual([name, 0]);
      expect(await hanna.getByText('Approve photos before guests see them').count()).toBe(0);
      await api.createShare(eventId, { name: 'Table cards' });
      await hanna.reload();
      await hanna.getByText('Table cards', { exact: true }).waitFor();
      await look(hanna, 'helper');
      await hanna.goto(`${platform.url}/events/${eventId}/share`);
      await hanna.waitForURL(`${platform.url}/events/${eventId}`);
      await hanna.goto(`${platform.url}/events/${eventId}/drive`);
      await hanna.getByRole('heading', { level: 1, name: 'Google Drive', exact: true }).waitFor();
      await look(hanna, 'helper-drive');

      await page.reload();
      await page.getByRole('button', { name: 'Remove Hanna', exact: true }).click();
      await look(page, 'remove');
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page
        .getByRole('heading', { name: 'Hanna no longer helps. Renew the links?', exact: true })
        .waitFor();
      await look(page, 'renew');
      const [before] = (await api.createShare(eventId, { name: 'Later' })).codes;
      await pressAndWait(
        page.getByRole('button', { name: 'Renew links', exact: true }),
        page,
        '/codes/renew',
      );
      expect((await fetch(`${platform.url}/api/guest/${before?.url.split('/g/')[1] ?? ''}`)).status).toBe(
        410,
      );
      await page.getByText(HANNA.email, { exact: true }).waitFor({ state: 'detached' });
      await hanna.goto(`${platform.url}/events/${eventId}`);
      await hanna.getByRole('heading', { name: 'There is nothing at this address', exact: true }).waitFor();
      await hanna.goto(`${platform.url}/events`);
      await hanna.getByText('No events yet', { exact: true }).waitFor();
      await look(hanna, 'no-events');
      await Promise.all([page, hanna].map((one) => one.context().close()));
    });
  },
);
