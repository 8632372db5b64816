import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { createReceiptKey, receiptKeyPem, signReceipt } from '@visage/crypto/receipt.signature';
import { packReceipt } from '@visage/crypto/receipt.text';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { keepOutput } from '../testing/kept.output.js';
import { runReceiptVerify } from './receipt.verify.js';

const secrets = keysOfSecret(randomBytes(32));
const [key, another] = [createReceiptKey(secrets), createReceiptKey(secrets)];
const receipt = signReceipt(secrets, key, {
  form: 'visage-receipt-1',
  ...{ id: randomUUID(), what: 'event', subjectId: randomUUID(), eventId: randomUUID() },
  erasedAt: '2026-11-30T20:00:00.000Z',
  counts: { photos: 12, keys: 1 },
  ...{ textVersions: ['2026-11-30'], installation: randomUUID(), key: key.id },
});

let folder: string;
let owned: OwnedDatabase;
const output = keepOutput();

beforeAll(async () => {
  owned = await openOwnedDatabase();
  folder = await mkdtemp(join(tmpdir(), 'visage-receipt-'));
  await writeFile(join(folder, 'key.pem'), receiptKeyPem(key.publicKey));
  await writeFile(join(folder, 'another.pem'), receiptKeyPem(another.publicKey));
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await owned.close();
  await rm(folder, { recursive: true });
});

async function fileOf(text: string): Promise<string> {
  const file = join(folder, `${randomUUID()}.json`);
  await writeFile(file, text);
  return file;
}
const verify = async (text: string, pem = 'key.pem') =>
  runReceiptVerify(await fileOf(text), { key: join(folder, pem) });

test('with the public key alone, a genuine receipt is told with what it says', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none');
  for (const text of [
    JSON.stringify(receipt, null, 2),
    `https://photos.example.org/receipts#${packReceipt(receipt)}`,
  ]) {
    output.forget();
    await verify(text);
    expect(output.text()).toContain('Genuine');
    for (const said of [
      receipt.id,
      receipt.installation,
      '12  Photos',
      '1  Keys',
      'November 30, 2026',
      '8:00:00 PM UTC',
    ])
      expect(output.text()).toContain(said);
  }
});

test('a changed one, a foreign one and what is none are refused, each with why', async () => {
  const changed = { ...receipt, counts: { ...receipt.counts, photos: 13 } };
  await expect(verify(JSON.stringify(changed))).rejects.toThrow('not genuine');
  await expect(verify(JSON.stringify(receipt), 'another.pem')).rejects.toThrow(another.id);
  await expect(verify(JSON.stringify(receipt), 'none.pem')).rejects.toThrow('cannot be read');
  await expect(verify('{"form":"visage-receipt-1"}')).rejects.toThrow('holds no receipt');
  await expect(runReceiptVerify(join(folder, 'none.json'), {})).rejects.toThrow('cannot be read');
});

test('without a key those of the installation count, also older ones', async () => {
  vi.stubEnv('DATABASE_URL', owned.url);
  const file = await fileOf(JSON.stringify(receipt));
  await expect(runReceiptVerify(file, { data: folder })).rejects.toThrow('not among those given: none');
  const receipts = new ReceiptRepository(owned.database);
  for (const made of [key, another])
    await receipts.ensureKey(
      ({ id }) => id === made.id,
      () => made,
      new Date(),
    );
  output.forget();
  await runReceiptVerify(file, { data: folder });
  expect(output.text()).toContain('Genuine');
});
