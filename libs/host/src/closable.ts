/** @module Something that was started and is stopped when the app ends. */
export interface Closable {
  close(): Promise<void>;
}
