import { randomBytes } from 'node:crypto';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import { expect, test } from 'vitest';
import { DriveTokens } from './drive.tokens.js';
import { GoogleSecrets } from './google.secrets.js';

const own = keysOfSecret(randomBytes(32));
const strange = keysOfSecret(randomBytes(32));

test('the token of a Drive is read by whom it belongs to, and under no other name, key or purpose', () => {
  const tokens = new DriveTokens(own);
  const sealed = tokens.seal('anna', 'refresh – ✓');
  expect(tokens.open('anna', sealed)).toBe('refresh – ✓');
  expect(Buffer.from(sealed).includes('refresh')).toBe(false);
  expect(() => tokens.open('ben', sealed)).toThrow(SealedBoxError);
  expect(() => new DriveTokens(strange).open('anna', sealed)).toThrow(SealedBoxError);
  expect(() => new GoogleSecrets(own).open('client-secret', sealed)).toThrow(SealedBoxError);
});

test('a secret of the Google client is never taken for the key of the service account', () => {
  const secrets = new GoogleSecrets(own);
  const sealed = secrets.seal('client-secret', 'secret – ✓');
  expect(secrets.open('client-secret', sealed)).toBe('secret – ✓');
  expect(Buffer.from(sealed).includes('secret')).toBe(false);
  expect(() => secrets.open('service-account', sealed)).toThrow(SealedBoxError);
  expect(() => new GoogleSecrets(strange).open('client-secret', sealed)).toThrow(SealedBoxError);
});
