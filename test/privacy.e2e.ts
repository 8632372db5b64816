import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { PATIENCE } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');
const artefacts = join(import.meta.dirname, 'artefacts/privacy');
const PHONE = { width: 390, height: 844 };

describe.skipIf(!chromiumPath)(
  chromiumPath
    ? 'what people are told of their data'
    : 'what people are told of their data (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let api: Api;
    let eventId: string;
    let token: string;

    beforeAll(async () => {
      await mkdir(artefacts, { recursive: true });
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Gala')).id;
      const share = await api.createShare(eventId, { scope: { kind: 'own-photos' } });
      token = share.codes[0]?.url.split('/g/')[1] ?? '';
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    /** Of the whole page; a phone has no room to scroll sideways. */
    async function picture(page: Page, name: string): Promise<void> {
      await page.screenshot({ path: join(artefacts, `${name}.png`), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    }

    test.each(['light', 'dark'] as const)(
      'is on a page of the server and of the event, beside every consent, and on guests’ phones: %s',
      async (colorScheme) => {
        const phone = await browser.newContext({ viewport: PHONE, colorScheme, locale: 'en' });
        const page = await phone.newPage();
        await page.goto(`${platform.url}/privacy`);
        await page.getByText('This server was started to be tried out.').waitFor(PATIENCE);
        await page.getByText('Faces are deleted 30 days after the event').waitFor();
        await picture(page, `server-${colorScheme}`);

        await page.goto(`${platform.url}/g/${token}`);
        await page.getByText('Responsible for it is Demo of Visage').waitFor(PATIENCE);
        await page.getByText('Privacy in full', { exact: true }).click();
        await page.getByRole('heading', { name: 'Your rights' }).waitFor(PATIENCE);
        await picture(page, `consent-${colorScheme}`);

        await page.getByRole('link', { name: 'Privacy', exact: true }).click();
        await page.getByRole('heading', { name: 'Privacy: Gala' }).waitFor(PATIENCE);
        await page.getByText('The photos stay until the organizer deletes them.').waitFor();
        await picture(page, `event-${colorScheme}`);
        await page.getByRole('link', { name: 'Back to the photos' }).click();
        await page.getByRole('button', { name: 'I agree, search once', exact: true }).waitFor(PATIENCE);
        await phone.close();
      },
    );

    test('is told in the language of the reader', async () => {
      const phone = await browser.newContext({ viewport: PHONE, locale: 'de-DE' });
      const page = await phone.newPage();
      await page.goto(`${platform.url}/g/${token}/privacy`);
      await page.getByRole('heading', { name: 'Datenschutz: Gala' }).waitFor(PATIENCE);
      await page.getByRole('heading', { name: 'Wer verantwortlich ist' }).waitFor();
      await picture(page, 'event-de');
      await phone.close();
    });

    test('an organizer sees how long the event is kept, and keeps its faces longer with a reason', async () => {
      const desk = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
      const page = await desk.newPage();
      await signInPage(page, platform);
      await page.goto(`${platform.url}/events/${eventId}`);
      const section = page.getByRole('region', { name: 'How long this event is kept' });
      await section.getByText('The photos are kept until you delete them.').waitFor(PATIENCE);
      await section.getByRole('button', { name: 'Change', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Days until the faces are deleted').fill('60');
      await dialog.getByLabel('Why longer?').fill('The album is late.');
      await page.screenshot({ path: join(artefacts, 'retention-dialog.png') });
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await section.scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(artefacts, 'retention-section.png') });
      const kept = await (await api.fetch(`/events/${eventId}/retention`)).json();
      expect(kept).toMatchObject({ facesDays: 60, photosDays: null });
      await desk.close();
    });
  },
);
