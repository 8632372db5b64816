import { expect, test } from 'vitest';
import { openOwnedDatabase } from '../testing/owned.database.js';

/** Every column of bytes, and what it is under: a new one that is sealed has to be sealed anew when keys are replaced. */
const COLUMNS = {
  'Event.wrappedKey': 'moves to the key store',
  'Event.photoKey': 'sealed-box.repository.ts',
  'Face.embedding': 'sealed-box.repository.ts',
  'Face.second': 'sealed-box.repository.ts',
  'Face.place': 'sealed-box.repository.ts',
  'PersonEdit.place': 'sealed-box.repository.ts',
  'KeptSelfie.embedding': 'sealed-box.repository.ts',
  'Objection.embedding': 'sealed-box.repository.ts',
  'ShareCode.shortBox': 'sealed-secret.repository.ts',
  'DriveAccount.refreshToken': 'sealed-secret.repository.ts',
  'GoogleSetup.clientSecret': 'sealed-secret.repository.ts',
  'GoogleSetup.serviceAccount': 'sealed-secret.repository.ts',
  'ReceiptKey.sealedKey': 'sealed-secret.repository.ts',
  'ReceiptKey.publicKey': 'not sealed',
  'Photo.blanks': 'not sealed',
  'RefreshToken.hash': 'not sealed',
};

test('of every column that holds bytes it is known what seals it, so that none is forgotten when keys are replaced', async () => {
  const { database, close } = await openOwnedDatabase();
  const rows = await database.prisma.$queryRaw<{ name: string }[]>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type = 'bytea'
      and table_name in (select table_name from information_schema.tables where table_type = 'BASE TABLE')`;
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(COLUMNS).sort());
  await close();
});
