/** @module A text that was given as the end of a page, and is none. */
export class CursorError extends Error {
  override readonly name = 'CursorError';

  constructor() {
    super('the cursor is not one that a page gave');
  }
}
