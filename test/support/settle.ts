/** @module Waiting for what a page is about to show: nothing that may still change is looked at once. */
import type { Locator, Page, Response } from 'playwright-core';
import { expect } from 'vitest';

/** For what a busy machine does in the background: processing photos, or carrying them. */
export const PATIENCE = { timeout: 60_000 };

/** Until there are so many, no more and no fewer. */
export async function hasCount(locator: Locator, count: number): Promise<void> {
  await expect.poll(() => locator.count(), PATIENCE).toBe(count);
}

/** Presses and waits until the server has done what was asked for. @param path the end of the address that is asked. */
export async function pressAndWait(button: Locator, page: Page, path: string | RegExp): Promise<Response> {
  const isMeant = ({ pathname }: URL): boolean =>
    typeof path === 'string' ? pathname.endsWith(path) : path.test(pathname);
  const answer = page.waitForResponse(
    (response) => response.request().method() !== 'GET' && isMeant(new URL(response.url())),
    PATIENCE,
  );
  await button.click();
  const response = await answer;
  expect(response.ok(), `${response.request().method()} ${response.url()}: ${response.status()}`).toBe(true);
  return response;
}

/** Opens a `<details>` by its summary, and leaves it open if it is. */
export async function unfold(within: Locator, summary: string): Promise<void> {
  const details = within.locator('details').filter({ hasText: summary });
  if ((await details.getAttribute('open')) === null)
    await details.getByText(summary, { exact: true }).click();
}
