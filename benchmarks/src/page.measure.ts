/** @module What a page did while it was loaded and scrolled, measured within it. Each function runs in the browser. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';

export async function openChromium(): Promise<Browser> {
  const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath = candidates.find((path) => path !== undefined && existsSync(path));
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

export interface LongTasks {
  count: number;
  /** Milliseconds. */
  longest: number;
}

/** Tasks of more than 50 ms, as browsers define long ones; counted from the page's first script on. */
export async function watchLongTasks(page: Page): Promise<() => Promise<LongTasks>> {
  await page.addInitScript(`
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: 'longtask', buffered: true });`);
  return async () => {
    const tasks = await page.evaluate<number[]>('window.longTasks.splice(0)');
    return { count: tasks.length, longest: Math.max(0, ...tasks) };
  };
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  ts: number;
  dur?: number;
  /** Of the processor, not of the clock. */
  tdur?: number;
  args?: { name?: string };
}

/** Milliseconds of the longest task of any page. */
export interface TracedTasks {
  /** Of the processor: what other programs take of it in the meantime is not the page's. */
  processor: number;
  /** But for tasks in which the browser collects the garbage of what has been scrolled by, which no page can shorten. */
  own: number;
  ownProcessor: number;
}

/** @returns asked once: of the tasks since then. */
export async function traceTasks(browser: Browser): Promise<() => Promise<TracedTasks>> {
  const line = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  line.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) {
      if (['RunTask', 'MajorGC', 'thread_name'].includes(event.name)) events.push(event);
    }
  });
  const includedCategories = ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'];
  await line.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories, excludedCategories: ['*'] },
  });
  return async () => {
    const complete = new Promise((resolve) => line.once('Tracing.tracingComplete', resolve));
    await line.send('Tracing.end');
    await complete;
    await line.detach();
    const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
    const pages = new Set(events.filter(({ args }) => args?.name === 'CrRendererMain').map(threadOf));
    const ofPages = events.filter((event) => pages.has(threadOf(event)));
    const tasks = ofPages.filter(({ name }) => name === 'RunTask');
    if (tasks.length === 0) throw new Error('the trace holds no task of a page');
    const collections = ofPages.filter(({ name }) => name === 'MajorGC');
    const own = tasks.filter(
      (task) =>
        !collections.some(
          (one) =>
            threadOf(one) === threadOf(task) && one.ts >= task.ts && one.ts <= task.ts + (task.dur ?? 0),
        ),
    );
    const longest = (some: readonly TraceEvent[], part: 'dur' | 'tdur'): number =>
      some.reduce((most, task) => Math.max(most, (task[part] ?? 0) / 1000), 0);
    return {
      processor: longest(tasks, 'tdur'),
      own: longest(own, 'dur'),
      ownProcessor: longest(own, 'tdur'),
    };
  };
}

export interface Scrolled {
  /** Pixels of the page in the end. */
  height: number;
  seconds: number;
  /** Elements in the document at most. */
  elements: number;
  frames: number;
}

/** To the end of the page and of what it loads, a step with every frame. */
export async function scrollThrough(page: Page, pixelsAFrame: number): Promise<Scrolled> {
  return page.evaluate<Scrolled>(`new Promise((resolve) => {
    const begun = performance.now();
    let [elements, frames, still] = [0, 0, 0];
    const step = () => {
      window.scrollBy(0, ${pixelsAFrame});
      frames += 1;
      if (frames % 30 === 0) elements = Math.max(elements, document.getElementsByTagName('*').length);
      const { scrollHeight: height } = document.documentElement;
      const more = document.querySelector('.photo-grid-more') !== null;
      still = !more && window.scrollY + window.innerHeight >= height - 1 ? still + 1 : 0;
      if (still < 10) return requestAnimationFrame(step);
      resolve({ height, elements, frames, seconds: (performance.now() - begun) / 1000 });
    };
    requestAnimationFrame(step);
  })`);
}

/** Bytes that JavaScript holds once garbage is gone. */
export async function heapBytes(line: CDPSession): Promise<number> {
  await line.send('HeapProfiler.collectGarbage');
  const { usedSize } = await line.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Lighthouse's slow 4G, and a processor four times slower. */
export async function slowDown(line: CDPSession): Promise<void> {
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: (1.6 * 1024 * 1024) / 8,
    uploadThroughput: (750 * 1024) / 8,
  });
  await line.send('Emulation.setCPUThrottlingRate', { rate: 4 });
}

export interface Received {
  /** On the wire, headers included. */
  bytes: number;
  requests: number;
}

/** Everything the page asks for but photos. */
export function countBytes(line: CDPSession): Received {
  const received: Received = { bytes: 0, requests: 0 };
  const photos = new Set<string>();
  line.on('Network.requestWillBeSent', ({ requestId, request }) => {
    if (/\/api\/photos\//.test(request.url)) photos.add(requestId);
  });
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (photos.has(requestId)) return;
    received.bytes += encodedDataLength;
    received.requests += 1;
  });
  return received;
}

/**
 * Presses the button the moment it is there, and waits until the page has answered.
 * @returns milliseconds from the beginning of the navigation to each.
 */
export async function pressWhenThere(
  page: Page,
  url: string,
  selector: string,
): Promise<{ there: number; answered: number }> {
  await page.addInitScript(`
    window.pressed = new Promise((resolve) => {
      const look = () => {
        const button = document.querySelector(${JSON.stringify(selector)});
        if (!button) return requestAnimationFrame(look);
        const there = performance.now();
        new MutationObserver(() => resolve({ there, answered: performance.now() }))
          .observe(document.body, { attributes: true, childList: true, subtree: true });
        button.click();
      };
      requestAnimationFrame(look);
    });`);
  await page.goto(url, { waitUntil: 'commit' });
  return page.evaluate('window.pressed');
}
