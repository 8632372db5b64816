import { afterEach, expect, test, vi } from 'vitest';
import { pictureOfFile, pictureOfFrame } from './selfie.picture.js';

afterEach(() => vi.unstubAllGlobals());

/** What Node has none of; that the real ones do it is seen in a browser. */
function browserWith(blob: Blob | null, decoded?: { width: number; height: number }) {
  const canvas = {
    ...{ width: 0, height: 0, getContext: () => ({ fillRect: vi.fn(), drawImage: vi.fn() }) },
    toBlob: (give: (blob: Blob | null) => void, type: string) => give(type === 'image/jpeg' ? blob : null),
  };
  const close = vi.fn();
  vi.stubGlobal('document', { createElement: () => canvas });
  vi.stubGlobal('createImageBitmap', () =>
    decoded ? Promise.resolve({ ...decoded, close }) : Promise.reject(new Error('unknown format')),
  );
  return { canvas, close };
}

const jpeg = new Blob(['jpeg'], { type: 'image/jpeg' });
const file = new File(['as it is'], 'IMG_1.HEIC');
const frame = (videoWidth: number, videoHeight: number) =>
  pictureOfFrame({ videoWidth, videoHeight } as HTMLVideoElement);

test('a selfie is sent no larger than necessary, and never enlarged', async () => {
  for (const [width, height, wide, high] of [
    [4000, 3000, 1600, 1200],
    [1080, 1920, 900, 1600],
    [640, 480, 640, 480],
  ] as const) {
    const { canvas, close } = browserWith(jpeg, { width, height });
    const sent = await pictureOfFile(file);
    expect([sent.type, sent.size, canvas.width, canvas.height]).toEqual([
      'image/jpeg',
      jpeg.size,
      wide,
      high,
    ]);
    expect(close, 'its memory is given back').toHaveBeenCalledOnce();
    await frame(width, height);
    expect([canvas.width, canvas.height], 'by the camera, too').toEqual([wide, high]);
  }
});

test('a file that the browser cannot make smaller is sent as it is', async () => {
  browserWith(jpeg);
  expect(await pictureOfFile(file), 'cannot be decoded').toBe(file);
  const { close } = browserWith(null, { width: 9, height: 9 });
  expect(await pictureOfFile(file), 'cannot be encoded').toBe(file);
  expect(close).toHaveBeenCalledOnce();
});

test('a frame that cannot be taken is an error, not an empty picture', async () => {
  browserWith(null);
  await expect(frame(640, 480)).rejects.toThrow('encoded');
});
