import { afterEach, describe, expect, it, vi } from 'vitest';
import { cameraOffered, cameraProblemOf, stopCamera } from './camera.js';

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
