import { readFile } from 'node:fs/promises';
import { receiptSchema } from '@visage/contracts/receipt.contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Api } from './support/api.js';
import { chromiumPath, launchBrowser } from './support/browser.js';
import { pictureTaker, type TakePictures } from './support/look.js';
import { samplePhotoPath } from './support/photo.fixtures.js';
import { PATIENCE } from './support/settle.js';
import { signInPage } from './support/sign-in.js';

const platform = inject('platform');

describe.skipIf(!chromiumPath)(
  chromiumPath ? 'proof of an erasure' : 'proof of an erasure (skipped: no Chromium)',
  () => {
    let browser: Browser;
    let look: TakePictures;
    let api: Api;
    beforeAll(async () => {
      look = await pictureTaker('receipt');
      api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
      browser = await launchBrowser();
    });
    afterAll(() => browser.close());

    const newPage = async (width: number): Promise<Page> =>
      (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    /** What pressing this saves. */
    const saved = async (page: Page, name: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByText(name, { exact: true }).first().click();
      return readFile(await (await download).path());
    };

    test('a guest downloads what is held of them, is forgotten, takes the receipt along, and anybody checks it', async () => {
      const { id } = await api.createEvent('Golden wedding');
      const { codes } = await api.createShare(id, { scope: { kind: 'gallery' }, rights: { upload: true } });
      const page = await newPage(390);
      await page.goto(codes[0]?.url.replace(/^https?:\/\/[^/]+/, platform.url) ?? '');
      await page.getByLabel('Your name', { exact: true }).fill('Eve');
      await page.getByRole('button', { name: 'Continue', exact: true }).click();
      await page.locator('.guest-upload input[type=file]').first().setInputFiles(samplePhotoPath(2));
      await expect.poll(async () => (await api.photos(id)).some(({ held }) => held), PATIENCE).toBe(true);
      await page.reload();
      const data = await saved(page, 'What do you hold of me?');
      expect(data.subarray(0, 2).toString()).toBe('PK');
      expect(data.includes('"name": "Eve"')).toBe(true);

      await page.getByRole('button', { name: 'Forget me', exact: true }).click();
      await look(page, 'ask');
      await page.getByLabel('Also delete the photos I sent', { exact: true }).check();
      await page.getByRole('button', { name: 'Yes, forget me', exact: true }).click();
      await page.getByRole('heading', { name: 'You have been forgotten', exact: true }).waitFor();
      await page.getByText('What was removed', { exact: true }).waitFor();
      await look(page, 'forgotten');
      const receipt = receiptSchema.parse(JSON.parse((await saved(page, 'As file')).toString()));
      expect(receipt).toMatchObject({ what: 'guest', eventId: id, counts: { guests: 1, photos: 1 } });
      expect((await saved(page, 'As PDF')).subarray(0, 5).toString()).toBe('%PDF-');
      const address = await page.getByRole('link', { name: 'Check it', exact: true }).getAttribute('href');

      const anybody = await newPage(390);
      await anybody.goto(address ?? '');
      await anybody.getByText('This receipt is genuine.', { exact: true }).waitFor();
      await look(anybody, 'genuine');
      const box = anybody.getByLabel('The receipt, as a file or as its address', { exact: true });
      const check = anybody.getByRole('button', { name: 'Check', exact: true });
      await box.fill(JSON.stringify({ ...receipt, counts: { ...receipt.counts, photos: 2 } }));
      await check.click();
      await anybody.getByText('This receipt is not genuine.', { exact: true }).waitFor();
      await look(anybody, 'changed');
      await box.fill('Dear guests');
      await check.click();
      await anybody.getByText('This is no receipt.', { exact: true }).waitFor();
      await anybody.locator('input[type=file]').setInputFiles({
        ...{ name: 'receipt.json', mimeType: 'application/json' },
        buffer: Buffer.from(JSON.stringify(receipt, null, 2)),
      });
      await anybody.getByText('This receipt is genuine.', { exact: true }).waitFor();
      await Promise.all([page, anybody].map((one) => one.context().close()));
    });

    test('an organizer who erases an event is shown its receipt, and finds it again', async () => {
      const { id } = await api.createEvent('Mistake');
      await api.send('DELETE', `/events/${id}`);
      const page = await newPage(1440);
      await signInPage(page, platform);
      await page.goto(`${platform.url}/trash`);
      await page.getByRole('button', { name: 'Delete Mistake for good', exact: true }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Delete Mistake for good', exact: true })
        .click();
      const dialog = page.getByRole('dialog').filter({ hasText: 'Receipt of an erasure' });
      await dialog.getByText(id).first().waitFor();
      await look(page, 'event-erased');
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
      await page.getByRole('heading', { name: 'Erased for good', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Receipt', exact: true }).first().click();
      await page.getByRole('dialog').getByText(id).first().waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
      await look(page, 'list');
      await page.goto(`${platform.url}/sessions`);
      expect((await saved(page, 'What do you hold of me?')).includes(platform.email)).toBe(true);
      await page.context().close();
    });
  },
);
