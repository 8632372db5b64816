import { describe, expect, it } from 'vitest';
import { ApiError } from '../../api/api.error.js';
import { createUploadStore } from './upload.store.js';
import { answerOf, type UploadAnswer } from './upload.send.js';

const file = (name: string): File => new File(['x'], name);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('uploading', () => {
  it('never sends more than three files at once and sends every file once', async () => {
    let open = 0;
    let most = 0;
    const sent: string[] = [];
    const store = createUploadStore('event', async (_eventId, { name }): Promise<UploadAnswer> => {
      most = Math.max(most, ++open);
      sent.push(name);
      await settled();
      open -= 1;
      return { outcome: 'stored', reason: null };
    });
    const names = Array.from({ length: 10 }, (_, index) => `${index}.jpg`);
    store.dispatch({ kind: 'added', files: names.map(file) });
    while (store.snapshot().uploads.some((upload) => upload.state !== 'stored')) await settled();
    expect(most).toBe(3);
    expect(sent).toEqual(names);
  });

  it('marks a file that lost its connection, and sends it again when retried', async () => {
    let calls = 0;
    const store = createUploadStore('event', async (): Promise<UploadAnswer> => {
      calls += 1;
      if (calls === 1) throw new ApiError(0, 'offline');
      return { outcome: 'duplicate', reason: null };
    });
    store.dispatch({ kind: 'added', files: [file('a.jpg')] });
    await settled();
    expect(store.snapshot().uploads[0]).toMatchObject({ state: 'failed', offline: true });
    store.dispatch({ kind: 'retried', which: 'offline' });
    await settled();
    expect(store.snapshot().uploads[0]).toMatchObject({ state: 'duplicate', reason: null });
  });

  it('shows the reason of the server when it does not take a file', async () => {
    const store = createUploadStore('event', () =>
      Promise.reject(new ApiError(413, 'The file is larger than 200 MB.')),
    );
    store.dispatch({ kind: 'added', files: [file('a.jpg')] });
    await settled();
    expect(store.snapshot().uploads[0]).toMatchObject({
      state: 'failed',
      offline: false,
      reason: 'The file is larger than 200 MB.',
    });
  });

  it('does not count a proxy page as an uploaded photo', () => {
    expect(answerOf({ uploads: [{ outcome: 'stored', reason: null }] })).toEqual({
      outcome: 'stored',
      reason: null,
    });
    expect(() => answerOf(null)).toThrow(ApiError);
    expect(() => answerOf({ uploads: [] })).toThrow(ApiError);
    expect(() => answerOf({ uploads: [{ outcome: 'maybe' }] })).toThrow(ApiError);
  });
});
