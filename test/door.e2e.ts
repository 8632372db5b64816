import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { PATIENCE } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'the door of a share' : 'the door of a share (skipped: no Chromium)',
  () => {
    let api: Api;
    let browser: Browser;
    beforeAll(async () => {
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    test('a guest types the code, gives the password, says a name, waits, and is let in by the organizer', async () => {
      const { id: eventId } = await api.createEvent('Anniversary of Olga');
      const { codes } = await api.createShare(eventId, {
        name: 'Family',
        scope: { kind: 'gallery' },
        password: 'champagne',
        approvalRequired: true,
      });

      const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const guest = await phone.newPage();
      await guest.goto(`${platform.url}/g`);
      await guest
        .getByLabel('Code', { exact: true })
        .fill(codes[0]?.shortCode.toLowerCase().replace('-', ' ') ?? '');
      await guest.getByRole('button', { name: 'Open', exact: true }).click();
      const password = guest.getByLabel('Password', { exact: true });
      await password.fill('prosecco');
      await guest.getByRole('button', { name: 'Continue', exact: true }).click();
      await guest.getByText('This password is not right').waitFor();
      await password.fill('champagne');
      await guest.getByRole('button', { name: 'Continue', exact: true }).click();
      await guest.getByLabel('Your name', { exact: true }).fill('Uncle Boris');
      await guest.keyboard.press('Enter');
      await guest.getByRole('heading', { name: 'Waiting for the host', exact: true }).waitFor();

      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await signInPage(page, platform);
      await page.goto(`${platform.url}/events/${eventId}/share`);
      await page.getByRole('button', { name: 'Let in Uncle Boris', exact: true }).click();
      await guest.getByText('No photos yet', { exact: true }).waitFor(PATIENCE);

      // a phone has no room to scroll sideways
      expect(await guest.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await phone.close();
      await page.close();
    });
  },
);
