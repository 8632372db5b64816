/** @module What commands print while a test runs, kept instead of shown. */
import { afterEach, beforeEach, vi } from 'vitest';

export interface KeptOutput {
  /** Since the test began, or the last `forget`. */
  text(): string;
  forget(): void;
}

/** Of every test of the file that calls this. */
export function keepOutput(): KeptOutput {
  let said = '';
  beforeEach(() => {
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());
  return { text: () => said, forget: () => void (said = '') };
}
