/**
 * @module Step: the port of the web address: the one asked for, else the one of last time, else the first free one.
 */

import { findFreePort, isPortFree } from '@visage/embedded/free.port';
import { readRememberedPort, writePrivateFile } from '@visage/embedded/secret.file';
import { InvalidArgumentError } from 'commander';
import { CommandError } from '../command.error.js';

export const DEFAULT_PORT = 3000;
const TRIED = 10;

/** @throws CommandError when the port that was asked for is taken. */
export async function choosePort(asked: number | undefined, host: string, file: string): Promise<number> {
  if (asked !== undefined) {
    if (await isPortFree(asked, host)) return asked;
    throw new CommandError(`port ${asked} is taken by another program; choose another with --port`);
  }
  const remembered = await readRememberedPort(file);
  const wanted = [
    remembered ?? DEFAULT_PORT,
    ...Array.from({ length: TRIED }, (_, index) => DEFAULT_PORT + index),
  ];
  let port: number | undefined;
  for (const candidate of wanted) {
    if (await isPortFree(candidate, host)) {
      port = candidate;
      break;
    }
  }
  port ??= await findFreePort(undefined, host);
  if (port !== remembered) await writePrivateFile(file, `${port}\n`); // QR codes stay valid over a restart
  return port;
}

/** The value of `--port`. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('a number from 1 to 65535');
  return port;
}
