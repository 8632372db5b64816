/** @module A new code as its row. */
import type { ShareCodeLimits } from '@visage/contracts/share.contract';

export interface NewCode {
  label: string;
  limits: ShareCodeLimits;
  short: { hash: string; box: Uint8Array<ArrayBuffer> };
}

export function codeColumns({ label, limits, short }: NewCode) {
  return { label, ...limitColumns(limits), shortHash: short.hash, shortBox: short.box };
}

export function limitColumns({ rights, until }: Partial<ShareCodeLimits>) {
  return {
    ...(rights !== undefined && { rights }),
    ...(until !== undefined && { expiresAt: until === null ? null : new Date(until) }),
  };
}
