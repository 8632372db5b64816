import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { repositoryRoot } from './support/platform.js';

const platform = inject('platform');
const ADMIN = { email: 'admin@example.org', password: 'a long enough password' };

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  // the address of the sign-in page may name the events as well
  await page.waitForURL(({ pathname }) => pathname.startsWith('/events'));
}

describe.skipIf(!chromiumPath)(chromiumPath ? 'administration' : 'administration (skipped: no Chromium)', () => {
  let browser: Browser;
  let look: TakePictures;
  beforeAll(async () => {
    look = await pictureTaker('admin');
    const flags = ['--role', 'admin', '--password-stdin', '--data', platform.data];
    execFileSync(join(repositoryRoot, 'visage'), ['user', 'add', ADMIN.email, ...flags], { input: ADMIN.password });
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  test('an administrator adds a user by a link, limits them, and finds what they did in the log', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${platform.url}/`);
    await signIn(page, ADMIN.email, ADMIN.password);
    await page.getByRole('link', { name: 'Administration' }).click();
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.getByLabel('Email').fill('nina@example.org');
    await page.getByLabel('Name', { exact: true }).fill('Nina');
    await look(page, 'user-create');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const link = await page.locator('.admin-link').innerText();
    await look(page, 'password-link');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Change Nina' }).click();
    await page.getByLabel('Number of events').fill('1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('0 of 1 event').waitFor();
    await look(page, 'users');

    const other = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const nina = await other.newPage();
    await nina.goto(link);
    await nina.getByText('who signs in as nina@example.org').waitFor();
    await look(nina, 'set-password');
    await nina.getByLabel('New password').fill('a password of her own');
    await nina.getByRole('button', { name: 'Set your password' }).click();
    await signIn(nina, 'nina@example.org', 'a password of her own');
    expect(await nina.getByRole('link', { name: 'Administration' }).count()).toBe(0);
    for (const name of ['First', 'Second']) {
      await nina.goto(new URL('/events', link).href);
      await nina.getByRole('button', { name: 'Create event' }).first().click();
      await nina.getByLabel('Name').fill(name);
      await nina.getByRole('dialog').getByRole('button', { name: 'Create event' }).click();
      if (name === 'First') await nina.getByRole('heading', { name }).waitFor();
    }
    await nina.getByText('You have 1 event, as many as you may.').waitFor();

    await page.getByRole('link', { name: 'All events' }).click();
    await page.getByText('Of Nina (nina@example.org)').waitFor();
    await look(page, 'all-events');
    await nina.goto(new URL('/admin/events', link).href);
    await nina.getByRole('heading', { name: 'This page is for administrators' }).waitFor();
    await look(nina, 'admins-only');

    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByLabel('Who').selectOption({ label: 'nina@example.org' });
    await page.getByRole('cell', { name: 'Set a password by a link' }).waitFor();
    await page.getByRole('cell', { name: 'Created an event' }).waitFor();
    await look(page, 'audit');
    await page.getByRole('link', { name: 'Queues' }).click();
    await page.getByRole('heading', { name: 'Grouping people' }).waitFor();
    await look(page, 'queues');
    await page.getByRole('link', { name: 'System' }).click();
    await page.getByText('Licence:').first().waitFor();
    await page.getByLabel('Days until a share ends').waitFor();
    await look(page, 'system');

    await page.goto(`${platform.url}/sessions`);
    await page.getByText('this one').waitFor();
    await look(page, 'sessions');
    await nina.goto(new URL('/sessions', link).href);
    await nina.getByRole('button', { name: 'Sign out everywhere' }).click();
    await nina.waitForURL(/\/sign-in/);
    await other.close();
    await page.close();
  });

  test('a page that stays open longer than its access token goes on without a new sign-in', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${platform.url}/`);
    await signIn(page, ADMIN.email, ADMIN.password);
    await context.clearCookies({ name: 'visage_session' });
    await page.goto(`${platform.url}/admin/users`);
    await page.getByRole('button', { name: 'Add user' }).waitFor();
    await context.close();
  });
});
