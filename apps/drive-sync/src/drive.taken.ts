/** @module Drive's answer that an id was used already: what was sent under it has arrived. */
import { statusOf } from '@visage/drive/drive.fault';

export function isTaken(error: unknown): boolean {
  return statusOf(error) === 409;
}
