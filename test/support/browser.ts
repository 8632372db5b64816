/** @module Debian's Chromium, with a fake camera that shows a picture. */
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import sharp from 'sharp';
import { PATIENCE } from './settle.js';

const candidates = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'];
export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path));

/** `camera`: a picture of any size; the fake camera shows it, letterboxed, for ever. */
export async function launchBrowser(camera?: Buffer): Promise<Browser> {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  if (camera) {
    const file = join(await mkdtemp(join(tmpdir(), 'visage-camera-')), 'camera.mjpeg');
    const frame = await sharp(camera)
      .resize(640, 480, { fit: 'contain', background: '#888' })
      .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
      .toBuffer();
    await writeFile(file, Buffer.concat(Array.from({ length: 30 }, () => frame)));
    args.push(
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    );
  }
  const browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    headless: true,
    args,
  });
  const newContext = browser.newContext.bind(browser);
  // whatever a page is to show may have to wait for what the machine does in the background; pages of their own come by here, too
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE.timeout);
    return context;
  };
  return browser;
}
