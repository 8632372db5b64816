import { afterEach, describe, expect, it, vi } from 'vitest';
import { cameraOffered, cameraProblemOf, captureFrame, stopCamera } from './camera.js';

afterEach(() => vi.unstubAllGlobals());

const named = (name: string): Error => Object.assign(new Error('camera'), { name });

describe('a camera that does not start', () => {
  it('tells a refused permission from a missing or a busy camera', () => {
    expect(cameraProblemOf(named('NotAllowedError'))).toBe('denied');
    expect(cameraProblemOf(named('NotFoundError'))).toBe('missing');
    expect(cameraProblemOf(named('NotReadableError'))).toBe('busy');
    expect(cameraProblemOf('anything')).toBe('busy');
  });
});

it('tells every refusal and every missing camera apart', () => {
  expect(cameraProblemOf(named('SecurityError'))).toBe('denied');
  expect(cameraProblemOf(named('OverconstrainedError'))).toBe('missing');
});

it('is offered only if the browser allows it', () => {
  const offered = (isSecureContext: boolean, device: object): boolean => {
    vi.stubGlobal('window', { isSecureContext });
    vi.stubGlobal('navigator', device);
    return cameraOffered();
  };
  expect(offered(true, { mediaDevices: {} })).toBe(true);
  expect(offered(false, { mediaDevices: {} })).toBe(false);
  expect(offered(true, {})).toBe(false);
});

it('is switched off when it is stopped, every track of it', () => {
  const tracks = [{ stop: vi.fn() }, { stop: vi.fn() }];
  stopCamera({ getTracks: () => tracks } as unknown as MediaStream);
  for (const { stop } of tracks) expect(stop).toHaveBeenCalledOnce();
});

describe('a frame of the camera', () => {
  const capture = (
    videoWidth: number,
    videoHeight: number,
    blob: Blob | null,
    drawImage: (() => void) | null = vi.fn(),
  ) => {
    const canvas = {
      ...{ width: 0, height: 0, getContext: () => drawImage && { drawImage } },
      toBlob: (give: (blob: Blob | null) => void, type: string) => give(type === 'image/jpeg' ? blob : null),
    };
    return {
      canvas,
      frame: captureFrame(
        { videoWidth, videoHeight } as HTMLVideoElement,
        canvas as unknown as HTMLCanvasElement,
      ),
    };
  };

  it('is sent no larger than necessary, and never enlarged', async () => {
    const jpeg = new Blob(['jpeg']);
    for (const [width, height, wide, high] of [
      [2560, 1920, 1280, 960],
      [1080, 1920, 720, 1280],
      [640, 480, 640, 480],
    ] as const) {
      const { canvas, frame } = capture(width, height, jpeg);
      expect(await frame).toBe(jpeg);
      expect([canvas.width, canvas.height]).toEqual([wide, high]);
    }
  });

  it('that cannot be taken is an error, not an empty picture', async () => {
    await expect(capture(640, 480, null).frame).rejects.toThrow('encoded');
    await expect(capture(640, 480, new Blob(['jpeg']), null).frame).rejects.toThrow('canvas');
  });
});
