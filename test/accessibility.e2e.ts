import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { samplePhoto } from './support/photo.fixtures.js';

const artefacts = join(import.meta.dirname, 'artefacts');
const platform = inject('platform');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
/** WCAG 2.2 AA, and what axe calls good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type View = readonly [name: string, path: string, reach?: (page: Page) => Promise<void>];

const press =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name }).first().click();

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'pages for everybody' : 'pages for everybody (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let axe: string;
    let api: Api;
    let eventId: string;
    /** Paths of the links, by what their share asks of guests. */
    let gallery: string;
    let own: string;
    let locked: string;
    let counted: string;

    beforeAll(async () => {
      axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      eventId = (await api.createEvent('Ana & Luis')).id;
      const broken = { name: 'broken.jpg', bytes: Buffer.from('not a photo at all') };
      await api.upload(eventId, [await samplePhoto(1), await samplePhoto(2), broken]);
      await api.waitUntilDone(eventId, 2, 120_000);
      const share = async (change: Parameters<Api['createShare']>[1]): Promise<string> =>
        new URL((await api.createShare(eventId, change)).codes[0]?.url ?? '').pathname;
      gallery = await share({ name: 'All', scope: { kind: 'gallery' } });
      own = await share({ name: 'Own', scope: { kind: 'own-photos' } });
      locked = await share({ name: 'Locked', scope: { kind: 'gallery' }, password: 'apple-pie-1' });
      counted = await share({ name: 'Counted', scope: { kind: 'gallery' }, approvalRequired: true });
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const open = async (size: keyof typeof SIZES, locale = 'en-US'): Promise<Page> => {
      const context = await browser.newContext({ viewport: SIZES[size], reducedMotion: 'reduce', locale });
      return context.newPage();
    };

    const signIn = async (page: Page): Promise<void> => {
      await page.goto(`${platform.url}/sign-in`);
      await page.getByLabel('Email').fill(platform.email);
      await page.getByLabel('Password', { exact: true }).fill(platform.password ?? '');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/events/);
    };

    /** What axe finds on the page as it stands, each as one line; on a phone in dark, too: colours are the same at every size. */
    const violations = async (page: Page, where: string): Promise<string[]> => {
      const found: string[] = [];
      for (const colorScheme of where.endsWith('phone') ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(200); // the new colours are drawn a moment later
        const picture = `${where.replaceAll(/\W+/g, '-')}-${colorScheme}.png`;
        await page.screenshot({ path: join(artefacts, 'pages', picture) });
        await page.evaluate(axe);
        const run = `axe.run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`;
        const results = await page.evaluate<AxeResults>(run);
        for (const { id, nodes } of results.violations) {
          const places = nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 140)} ${any[0]?.message ?? ''}`);
          found.push(`${where}, ${colorScheme}: ${id}: ${places.join(' | ')}`);
        }
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (overflow > 0) found.push(`${where}: ${overflow} pixels wider than the window`);
      }
      return found;
    };

    const visit = async (page: Page, size: string, views: readonly View[]): Promise<string[]> => {
      const found: string[] = [];
      for (const [name, path, reach] of views) {
        await page.goto(`${platform.url}${path}`);
        await page.waitForLoadState('networkidle').catch(() => undefined); // progress is a stream that never ends
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await reach?.(page);
        found.push(...(await violations(page, `${name}, ${size}`)));
      }
      return found;
    };

    test.each(['phone', 'desktop'] as const)('axe finds nothing on the pages of a guest: %s', async (size) => {
      const page = await open(size);
      const views: View[] = [
        ['typed code', '/g'],
        ['broken link', '/g/nothing'],
        ['password', locked],
        ['asking to come in', counted],
        ['photos', gallery],
        ['a photo', gallery, (guest) => guest.locator('img[src*="/thumbnail"]').first().click()],
        ['consent', own],
        ['selfie', own, press(/I agree/)],
      ];
      expect(await visit(page, size, views)).toEqual([]);
      await page.context().close();
    });

    test.each(['phone', 'desktop'] as const)('axe finds nothing on the pages of an organizer: %s', async (size) => {
      const page = await open(size);
      await page.goto(`${platform.url}/sign-in`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const found = await violations(page, `sign-in, ${size}`);
      await signIn(page);
      const [person] = await api.people(eventId);
      const event = `/events/${eventId}`;
      const views: View[] = [
        ['events', '/events'],
        ['new event', '/events', press('Create event')],
        ['event', event],
        ['adding a person who helps', event, press('Add a person')],
        ['a photo', event, (organizer) => organizer.locator('img[src*="/thumbnail"]').last().click()],
        ['deleting', event, press('Delete event')],
        ['people', `${event}/people`],
        ['person', `${event}/people/${person?.id}`],
        ['share', `${event}/share`],
        ['poster', `${event}/share`, press('Poster')],
        ['view as', `${event}/share`, press('What it shows')],
        ['drive', `${event}/drive`],
        ['nothing here', '/nothing/here'],
      ];
      found.push(...(await visit(page, size, views)));
      expect(found).toEqual([]);
      await page.context().close();
    });

    test('with the keyboard alone a guest opens a photo, turns to the next and comes back to where they were', async () => {
      const page = await open('desktop');
      await page.goto(`${platform.url}${gallery}`);
      const first = page.getByRole('button', { name: /^Open photo/ }).first();
      await first.waitFor();
      const focused = (): Promise<string | null> =>
        page.evaluate<string | null>(
          'document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? null',
        );
      const label = await first.getAttribute('aria-label');
      for (let presses = 0; presses < 20 && (await focused()) !== label; presses += 1) await page.keyboard.press('Tab');
      expect(await focused()).toBe(label);
      const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).not.toBe('none');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('1 of 2').waitFor();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('dialog').getByText('2 of 2').waitFor();
      for (let presses = 0; presses < 8; presses += 1) {
        await page.keyboard.press('Tab');
        const outside = await page.evaluate<boolean>(
          'document.activeElement !== document.body && !document.activeElement.closest("dialog")',
        );
        expect(outside).toBe(false);
      }
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused()).toMatch(/^Open photo/);
      await page.context().close();
    });

    test('a German browser gets German, another choice is kept, and the document says its language', async () => {
      const page = await open('phone', 'de-AT');
      await page.goto(`${platform.url}${own}`);
      await page.getByRole('button', { name: 'Ich stimme zu, finde meine Fotos' }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('de');
      await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
      await page.getByRole('button', { name: 'I agree, find my photos' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'I agree, find my photos' }).waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('en');
      await page.context().close();
    });
  },
);
