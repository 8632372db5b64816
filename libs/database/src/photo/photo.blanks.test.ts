import { unpackBlanks } from '@visage/contracts/original.blanks';
import { METADATA_VERSION } from '@visage/contracts/pipeline.version';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../client/database.client.js';
import type { DatabaseCopy } from '../testing/database.server.js';
import { digestsOf } from '../testing/photo.columns.js';
import { openTestDatabase } from '../testing/test.database.js';
import { PhotoListing } from './photo.listing.js';
import { PhotoRepository } from './photo.repository.js';

let copy: DatabaseCopy;
let database: Database;
let photos: PhotoRepository;
let listing: PhotoListing;
let photoId: string;

beforeAll(async () => {
  copy = await openTestDatabase();
  database = createDatabase(copy.url, { connections: 2 });
  photos = new PhotoRepository(database);
  listing = new PhotoListing(database);
  const user = { email: 'a@b.c', name: 'A', role: 'organizer', passwordHash: 'h' } as const;
  const { id: ownerId } = await database.prisma.user.create({ data: user });
  const event = { ownerId, name: 'E', embedder: 'm', wrappedKey: Buffer.from('key') };
  const { id: eventId } = await database.prisma.event.create({ data: event });
  const made = await photos.create({ eventId, fileName: 'a.jpg', ...digestsOf('a'), crc32: 1, bytes: 9 });
  photoId = made?.photo.id ?? '';
});
afterAll(async () => {
  await database.close();
  await copy.drop();
});

test('how an original leaves without its place is kept with the photo, and taken back where that is not possible after all', async () => {
  const said = { format: 'jpeg', orientation: 1 };
  const blanksNow = async () => (await listing.find(photoId))?.blanks;
  expect(await blanksNow()).toBeNull();
  const blanks = { ...digestsOf('b'), crc32: 7, patches: [{ start: 3, bytes: Uint8Array.of(1, 2) }] };
  await photos.recordMetadata(photoId, { ...said, blanks });
  expect(unpackBlanks((await blanksNow()) ?? new Uint8Array())).toEqual(blanks);
  await photos.recordMetadata(photoId, { ...said, blanks: { unblankable: 'It is a BigTIFF file.' } });
  expect(await blanksNow()).toBeNull();
  const row = await database.prisma.photo.findUniqueOrThrow({ where: { id: photoId } });
  expect(row).toMatchObject({
    metadata: { unblankable: 'It is a BigTIFF file.' },
    metadataVersion: METADATA_VERSION,
  });
});

test('a photo of which the metadata alone are old is looked at again, as are all from before', async () => {
  const old = { ingestedAt: new Date(), ingestVersion: 1, metadataVersion: METADATA_VERSION - 1 };
  await database.prisma.photo.update({ where: { id: photoId }, data: old });
  expect(await photos.findPhotosToDescribe(1, METADATA_VERSION, 9)).toEqual([photoId]);
});
