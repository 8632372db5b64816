/**
 * @module How an organizer's gallery of thousands of photos scrolls, and how soon a guest's slow phone can be used:
 * `node benchmarks/dist/gallery.benchmark.js [photos]`. Needs `npm run build` and Chromium (or `CHROMIUM_PATH`).
 */
import type { BrowserContext, Page } from 'playwright-core';
import { addGalleryPhotos } from './gallery.event.js';
import { startGatewayProcess } from './gateway.process.js';
import { mebibytes } from './memory.watch.js';
import {
  countBytes,
  heapBytes,
  openChromium,
  pressWhenThere,
  scrollThrough,
  slowDown,
  traceTasks,
  watchLongTasks,
} from './page.measure.js';
import { report, type Row } from './result.table.js';

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Pixels a frame: a phone flung as fast as it goes, and the bar at the side pulled down. */
const SCROLLS = [
  { viewport: DESKTOP, pixels: 300 },
  { viewport: DESKTOP, pixels: 1500 },
  { viewport: PHONE, pixels: 300 },
];
const GUEST_RUNS = 5;

const photos = Number(process.argv[2] ?? 5000);
const gateway = await startGatewayProcess();
const browser = await openChromium();
const { origin, authorization } = gateway;
try {
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Gallery' });
  await addGalleryPhotos(gateway, eventId, photos);
  const rows: Row[] = [];
  for (const { viewport, pixels } of SCROLLS) {
    rows.push(await scroll(await organizer(viewport), `${origin}/events/${eventId}`, pixels));
  }
  report('gallery', rows, { photos });

  const { codes } = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, {
    scope: { kind: 'own-photos' },
  });
  const link = origin + new URL(codes[0]?.url ?? '').pathname;
  const runs: Row[] = [];
  for (let run = 1; run <= GUEST_RUNS; run += 1) runs.push({ run, ...(await guest(link)) });
  report('guest-page', runs, { photos });
} finally {
  await browser.close();
  await gateway.stop();
}

async function organizer(viewport: { width: number; height: number }): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport });
  const value = authorization.replace('Bearer ', '');
  await context.addCookies([{ name: 'visage_session', value, url: origin }]);
  return context;
}

async function scroll(context: BrowserContext, url: string, pixels: number): Promise<Row> {
  const page = await context.newPage();
  const longTasks = await watchLongTasks(page);
  await page.goto(url);
  await page.locator('img[src*="/thumbnail"]').first().waitFor();
  await settle(page);
  const loading = await longTasks();
  const trace = await traceTasks(browser);
  const scrolled = await scrollThrough(page, pixels);
  const traced = await trace();
  const scrolling = await longTasks();
  const heap = await heapBytes(await context.newCDPSession(page));
  const { width } = page.viewportSize() ?? DESKTOP;
  await context.close();
  return {
    'pixels wide': width,
    'pixels a frame': pixels,
    'pixels high': scrolled.height,
    seconds: scrolled.seconds.toFixed(1),
    'frames a second': (scrolled.frames / scrolled.seconds).toFixed(0),
    'elements at most': scrolled.elements,
    'long tasks': scrolling.count,
    'longest ms': Math.round(scrolling.longest),
    'of the processor': Math.round(traced.processor),
    'but for GC ms': Math.round(traced.own),
    'and of the processor': Math.round(traced.ownProcessor),
    'longest at load ms': Math.round(loading.longest),
    'JS heap': mebibytes(heap),
  };
}

async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(1500);
}

/** A phone that was never here. */
async function guest(link: string): Promise<Row> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-US' });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await slowDown(line);
  const received = countBytes(line);
  const { there, answered } = await pressWhenThere(page, link, 'main .button-primary');
  const row = {
    'button there ms': Math.round(there),
    'answers a press ms': Math.round(answered),
    'bytes before photos': received.bytes,
    requests: received.requests,
  };
  await context.close();
  return row;
}
