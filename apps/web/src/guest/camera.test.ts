import { describe, expect, it } from 'vitest';
import { cameraProblemOf } from './camera.js';

const named = (name: string): Error => Object.assign(new Error('camera'), { name });

describe('a camera that does not start', () => {
  it('tells a refused permission from a missing or a busy camera', () => {
    expect(cameraProblemOf(named('NotAllowedError'))).toBe('denied');
    expect(cameraProblemOf(named('NotFoundError'))).toBe('missing');
    expect(cameraProblemOf(named('NotReadableError'))).toBe('busy');
    expect(cameraProblemOf('anything')).toBe('busy');
  });
});
