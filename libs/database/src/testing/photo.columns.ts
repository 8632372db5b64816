/** @module Columns of photos and faces that tests write without the bytes and the work behind them. */
import { createHash } from 'node:crypto';
import { packBlanks } from '@visage/contracts/original.blanks';

/** Those of the text, lower-case hex. */
export function digestsOf(text: string): { sha256: string; md5: string } {
  const digest = (algorithm: string): string => createHash(algorithm).update(text).digest('hex');
  return { sha256: digest('sha256'), md5: digest('md5') };
}

export const ingested = (at: Date) => ({ ingestedAt: at, ingestVersion: 1 });

/** Every stage is through with it. */
export const ready = (at: Date) => ({
  ...ingested(at),
  ...{ detectedAt: at, detectVersion: '1', embeddedAt: at, embedVersion: '1' },
});

/** What is kept of one that tells no place. */
export const tellsNoPlace = ({
  sha256,
  md5,
  crc32,
}: {
  sha256: string;
  md5: string;
  crc32: bigint | null;
}) => ({
  blanks: packBlanks({ patches: [], sha256, md5, crc32: Number(crc32) }),
});

/** A face somewhere, found for sure; its place is in clear, as versions before wrote it. */
export const FACE_COLUMNS = {
  ...{ x: 0, y: 0, width: 9, height: 9 },
  ...{ score: 1, quality: 1 },
};
