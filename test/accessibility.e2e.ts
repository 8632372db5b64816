import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { samplePhoto } from './support/photo.fixtures.js';
import { PATIENCE } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const artefacts = join(import.meta.dirname, 'artefacts');
const platform = inject('platform');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
/** WCAG 2.2 AA, and what axe calls good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Those of them that look at colours. */
const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
/** Colours are the same at every size, and in the dark nothing else changes. */
const LOOKS = [
  ['phone', 'light', RULES],
  ['phone', 'dark', COLOUR_RULES],
  ['desktop', 'light', RULES],
] as const;
/** Two frames later the new size and colours are on the screen. */
const DRAWN = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';
const QUIET_MS = 150;

type View = readonly [name: string, path: string, reach?: (page: Page) => Promise<void>];

const press =
  (name: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name }).first().click();

/** @returns waits until nothing has been asked of the server for a moment; the stream of the progress never ends. */
function watchRequests(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let last = 0;
  const ends = (request: Request): void => {
    open.delete(request);
    last = Date.now();
  };
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') open.add(request);
  });
  page.on('requestfinished', ends);
  page.on('requestfailed', ends);
  return async () => {
    while (open.size > 0 || Date.now() - last < QUIET_MS) await page.waitForTimeout(25);
  };
}

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
      const broken = { name: 'broken.jpg', bytes: (await samplePhoto(3)).bytes.subarray(0, 9_000) };
      await api.upload(eventId, [await samplePhoto(1), await samplePhoto(2), broken]);
      await api.waitUntilDone(eventId, 3, 120_000);
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

    /** What axe finds on the open page, each as one line: on a phone, on a phone in the dark, and on a desktop. */
    const violations = async (page: Page, name: string): Promise<string[]> => {
      const found: string[] = [];
      await page.evaluate(axe);
      for (const [size, colorScheme, runOnly] of LOOKS) {
        const where = `${name}, ${size}, ${colorScheme}`;
        await page.setViewportSize(SIZES[size]);
        await page.emulateMedia({ colorScheme });
        await page.evaluate(DRAWN);
        await page.screenshot({ path: join(artefacts, 'pages', `${where.replaceAll(/\W+/g, '-')}.png`) });
        const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
        const run = `axe.run(${options}).then(({ violations }) => violations)`;
        for (const { id, nodes } of await page.evaluate<AxeResults['violations']>(run)) {
          const places = nodes
            .slice(0, 3)
            .map(({ html, any }) => `${html.slice(0, 140)} ${any[0]?.message ?? ''}`);
          found.push(`${where}: ${id}: ${places.join(' | ')}`);
        }
        const overflow = await page.evaluate<number>(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        if (overflow > 0) found.push(`${where}: ${overflow} pixels wider than the window`);
      }
      return found;
    };

    const visit = async (page: Page, views: readonly View[]): Promise<string[]> => {
      const found: string[] = [];
      const settled = watchRequests(page);
      for (const [name, path, reach] of views) {
        await page.setViewportSize(SIZES.phone);
        await page.goto(`${platform.url}${path}`);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await settled();
        await reach?.(page);
        await settled();
        found.push(...(await violations(page, name)));
      }
      return found;
    };

    test('axe finds nothing on the pages of a guest', async () => {
      const page = await open('phone');
      const views: View[] = [
        ['typed code', '/g'],
        ['broken link', '/g/nothing'],
        ['password', locked],
        ['asking to come in', counted],
        ['photos', gallery],
        ['a photo', gallery, (guest) => guest.locator('img[src*="/thumbnail"]').first().click()],
        ['consent', own],
        ['consent with all about privacy', own, (guest) => guest.getByText('Privacy in full').click()],
        ['privacy', '/privacy'],
        ['privacy of an event', `${own}/privacy`],
        ['selfie', own, press(/keep looking for me/)],
        ['checking a receipt', '/receipts'],
        ['no receipt', '/receipts#nothing'],
      ];
      expect(await visit(page, views)).toEqual([]);
      await page.context().close();
    });

    test('axe finds nothing on the pages of an organizer', async () => {
      const page = await open('phone');
      const found = await visit(page, [['sign-in', '/sign-in']]);
      await signInPage(page, platform);
      const [person] = await api.people(eventId);
      const event = `/events/${eventId}`;
      const views: View[] = [
        ['events', '/events'],
        ['new event', '/events', press('Create event')],
        ['event', event],
        ['adding a person who helps', event, press('Add a person')],
        [
          'a photo of the event',
          event,
          (organizer) => organizer.locator('img[src*="/thumbnail"]').last().click(),
        ],
        ['deleting', event, press('Delete event')],
        [
          'how long it is kept',
          event,
          (organizer) => organizer.locator('#retention').getByRole('button').click(),
        ],
        ['people', `${event}/people`],
        ['person', `${event}/people/${person?.id}`],
        ['share', `${event}/share`],
        ['poster', `${event}/share`, press('Poster')],
        ['view as', `${event}/share`, press('What it shows')],
        ['drive', `${event}/drive`],
        ['nothing here', '/nothing/here'],
        ['no such event', '/events/00000000-0000-4000-8000-000000000000'],
      ];
      found.push(...(await visit(page, views)));
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
      for (let presses = 0; presses < 20 && (await focused()) !== label; presses += 1)
        await page.keyboard.press('Tab');
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
      await expect.poll(focused, PATIENCE).toMatch(/^Open photo/);
      await page.context().close();
    });

    test('a German browser gets German, another choice is kept, and the document says its language', async () => {
      const page = await open('phone', 'de-AT');
      await page.goto(`${platform.url}${own}`);
      await page.getByRole('button', { name: 'Ich stimme zu, sucht weiter nach mir' }).waitFor();
      await expect.poll(() => page.evaluate('document.documentElement.lang'), PATIENCE).toBe('de');
      await page.getByRole('combobox', { name: 'Sprache' }).selectOption('en');
      await page.getByRole('button', { name: 'I agree, keep looking for me' }).waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'I agree, keep looking for me' }).waitFor();
      await expect.poll(() => page.evaluate('document.documentElement.lang'), PATIENCE).toBe('en');
      await page.context().close();
    });
  },
);
