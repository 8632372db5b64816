/** @module `visage receipt`: whether the receipt of an erasure is genuine. */
import type { Command } from 'commander';

export function register(program: Command): void {
  const receipt = program.command('receipt').description('look at receipts of erasures');
  receipt
    .command('verify <file>')
    .description('say whether a receipt is genuine and whole, and what it tells; - reads it from the input')
    .option(
      '--key <file>',
      'public key in PEM, as /api/receipts/key.pem gives it: nothing else is needed then',
    )
    .option('--data <folder>', 'data folder of the installation (default: .visage in the clone)')
    .action(async (file: string, flags: { key?: string; data?: string }) =>
      (await import('./receipt.verify.js')).runReceiptVerify(file, flags),
    );
}
