import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { repositoryRoot } from './support/platform.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const ADMIN = { email: 'admin@example.org', password: 'a long enough password' };

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'administration' : 'administration (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let look: TakePictures;
    beforeAll(async () => {
      look = await pictureTaker('admin');
      const flags = ['--role', 'admin', '--password-stdin', '--data', platform.data];
      execFileSync(join(repositoryRoot, 'visage'), ['user', 'add', ADMIN.email, ...flags], {
        input: ADMIN.password,
      });
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    test('an administrator adds a user by a link, limits them, and finds what they did in the log', async () => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await signInPage(page, { ...platform, ...ADMIN });
      await page.getByRole('link', { name: 'Administration', exact: true }).click();
      await page.getByRole('button', { name: 'Add user', exact: true }).click();
      await page.getByLabel('Email', { exact: true }).fill('nina@example.org');
      await page.getByLabel('Name', { exact: true }).fill('Nina');
      await look(page, 'user-create');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      const link = await page.locator('.admin-link').innerText();
      await look(page, 'password-link');
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await page.getByRole('button', { name: 'Change Nina', exact: true }).click();
      await page.getByLabel('Number of events').fill('1');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('0 of 1 event').waitFor();
      await look(page, 'users');

      const other = await browser.newContext({ viewport: { width: 390, height: 844 } });
      const nina = await other.newPage();
      await nina.goto(link);
      await nina.getByText('who signs in as nina@example.org').waitFor();
      await look(nina, 'set-password');
      await nina.getByLabel('New password', { exact: true }).fill('a password of her own');
      await nina.getByRole('button', { name: 'Set your password', exact: true }).click();
      await signInPage(nina, { ...platform, email: 'nina@example.org', password: 'a password of her own' });
      expect(await nina.getByRole('link', { name: 'Administration', exact: true }).count()).toBe(0);
      for (const name of ['First', 'Second']) {
        await nina.goto(`${platform.url}/events`);
        await nina.getByRole('button', { name: 'Create event', exact: true }).first().click();
        await nina.getByLabel('Name', { exact: true }).fill(name);
        await nina.getByRole('dialog').getByRole('button', { name: 'Create event', exact: true }).click();
        if (name === 'First') await nina.getByRole('heading', { name, exact: true }).waitFor();
      }
      await nina.getByText('You have 1 event, as many as you may.').waitFor();

      await page.getByRole('link', { name: 'All events', exact: true }).click();
      await page.getByText('Owned by Nina (nina@example.org)').waitFor();
      await look(page, 'all-events');
      await nina.goto(`${platform.url}/admin/events`);
      await nina.getByRole('heading', { name: 'This page is for administrators', exact: true }).waitFor();
      await look(nina, 'admins-only');

      await page.getByRole('link', { name: 'Audit log', exact: true }).click();
      await page.getByLabel('Who').selectOption({ label: 'nina@example.org' });
      await page.getByRole('cell', { name: 'Set a password through a link', exact: true }).waitFor();
      await page.getByRole('cell', { name: 'Created an event', exact: true }).waitFor();
      await look(page, 'audit');
      await page.getByRole('link', { name: 'Queues', exact: true }).click();
      await page.getByRole('heading', { name: 'Grouping people', exact: true }).waitFor();
      await look(page, 'queues');
      await page.getByRole('link', { name: 'System', exact: true }).click();
      await page.getByText('Licence:').first().waitFor();
      await page.getByLabel('Days until a share ends').waitFor();
      await look(page, 'system');

      await page.goto(`${platform.url}/sessions`);
      await page.getByText('this one', { exact: true }).waitFor();
      await look(page, 'sessions');
      await nina.goto(`${platform.url}/sessions`);
      await nina.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
      await nina.waitForURL(/\/sign-in/);
      await other.close();
      await page.close();
    });

    test('a page that stays open longer than its access token goes on without a new sign-in', async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signInPage(page, { ...platform, ...ADMIN });
      await context.clearCookies({ name: 'visage_session' });
      await page.goto(`${platform.url}/admin/users`);
      await page.getByRole('button', { name: 'Add user', exact: true }).waitFor();
      await context.close();
    });
  },
);
