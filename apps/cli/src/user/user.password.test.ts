import { expect, test } from 'vitest';
import { generatePassword } from './user.password.js';

test('generated passwords can be read aloud and never repeat', () => {
  const made = new Set(Array.from({ length: 500 }, generatePassword));
  expect(made.size).toBe(500);
  for (const password of made) expect(password).toMatch(/^([2-9a-hjkmnp-z]{5}-){3}[2-9a-hjkmnp-z]{5}$/);
});
