/** @module What `visage receipt verify` does. With a public key it asks nobody: neither a network nor a database. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Receipt } from '@visage/contracts/receipt.contract';
import { receiptWords } from '@visage/contracts/receipt.texts';
import { parseReceiptKey, receiptKeyId, verifyReceipt } from '@visage/crypto/receipt.signature';
import { readReceipt } from '@visage/crypto/receipt.text';
import { createDatabase } from '@visage/database/client/database.client';
import { ReceiptRepository } from '@visage/database/receipt/receipt.repository';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { withDatabase } from '../installed.database.js';
import { dataFolder } from '../up/data.folder.js';

/** @throws CommandError, with status 1, unless it is genuine */
export async function runReceiptVerify(
  file: string,
  { key, data }: { key?: string; data?: string },
): Promise<void> {
  const given = file === '-' ? await text(process.stdin) : await readGiven(file);
  const receipt = readReceipt(given);
  if (!receipt) throw new CommandError(`${file} holds no receipt: its JSON is wanted, or its address`);
  const keys = key === undefined ? await installedKeys(data) : [parseReceiptKey(await readGiven(key))];
  const signer = keys.find((publicKey) => receiptKeyId(publicKey) === receipt.key);
  if (!signer) {
    const others = keys.map(receiptKeyId).join(', ') || 'none';
    throw new CommandError(
      `key ${receipt.key} signed this receipt, and it is not among those given: ${others}. Ask the installation for the key, or for older ones at /api/receipts/keys`,
    );
  }
  if (!verifyReceipt(signer, receipt))
    throw new CommandError('this receipt is not genuine: it was changed, or signed by somebody else');
  process.stdout.write(`Genuine: signed by key ${receipt.key}, and unchanged since.\n${linesOf(receipt)}\n`);
}

async function readGiven(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read`, 1, { cause });
  });
}

async function installedKeys(data: string | undefined): Promise<Uint8Array[]> {
  return withDatabase(dataFolder(data), readEnvironment(), async (url) => {
    const database = createDatabase(url, { connections: 1 });
    try {
      return (await new ReceiptRepository(database).findKeys()).map(({ publicKey }) => publicKey);
    } finally {
      await database.close();
    }
  });
}

function linesOf(receipt: Receipt): string {
  const { facts, counts, howMuch, nothing } = receiptWords('en', receipt);
  const amounts = counts.map(([label, count]) => `  ${count}  ${label}`);
  return [
    ...facts.map(([label, value]) => `${label}: ${value}`),
    `${howMuch}:`,
    ...(amounts.length > 0 ? amounts : [`  ${nothing}`]),
  ].join('\n');
}
