/** @module Signing in as a person does. */
import type { Page } from 'playwright-core';
import type { Platform } from './platform.js';

export async function signInPage(
  page: Page,
  { url, email, password }: Pick<Platform, 'url' | 'email' | 'password'>,
): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByLabel('Email', { exact: true }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password ?? '');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  // the address of the sign-in page may name the events as well
  await page.waitForURL(({ pathname }) => pathname.startsWith('/events'));
}
