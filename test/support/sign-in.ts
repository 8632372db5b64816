/** @module Signing in as a person does. */
import type { Page } from 'playwright-core';
import type { Platform } from './platform.js';

export async function signInPage(page: Page, { url, email, password }: Platform): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/events/);
}
