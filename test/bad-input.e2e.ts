import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Photo } from '@visage/contracts/photo.contract';
import { Api } from './support/api.js';
import { badFiles, samplePhoto, unusualPhotos, type NamedFile } from './support/photo.fixtures.js';

const platform = inject('platform');
/** Why a photo cannot be shown; other files are no photos. */
const PHOTO_CODES = ['corrupt-image', 'too-many-pixels'];
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a gallery with everything in it that guests and cameras produce', () => {
  let api: Api;
  let eventId: string;
  let photos: Map<string, Photo>;
  /** Photos by their first bytes that cannot be decoded, and what is no photo at all. */
  let bad: Awaited<ReturnType<typeof badFiles>>;
  let refused: Awaited<ReturnType<typeof badFiles>>;
  let reasons: (string | null)[];
  let unusual: Awaited<ReturnType<typeof unusualPhotos>>;
  let good: NamedFile;

  beforeAll(async () => {
    api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
    eventId = (await api.createEvent('Everything')).id;
    const [all, ...others] = await Promise.all([badFiles(), unusualPhotos(), samplePhoto(3)]);
    [unusual, good] = others;
    bad = all.filter(({ code }) => PHOTO_CODES.includes(code));
    refused = all.filter(({ code }) => !PHOTO_CODES.includes(code));
    const files = [...bad.map(({ file }) => file), ...unusual.map(({ file }) => file), good];
    const uploads = await api.upload(eventId, [...refused.map(({ file }) => file), ...files]);
    expect(uploads.map(({ fileName, outcome }) => [fileName, outcome])).toEqual([
      ...refused.map(({ file }) => [file.name, 'refused']),
      ...files.map((file) => [file.name, 'stored']),
    ]);
    reasons = uploads.slice(0, refused.length).map(({ reason }) => reason);
    await api.waitUntilDone(eventId, files.length, 150_000);
    photos = new Map((await api.photos(eventId)).map((photo) => [photo.fileName, photo]));
  });

  test('what is no photo is refused at once as what it is, and is nowhere', () => {
    expect(refused.length).toBeGreaterThan(3);
    for (const reason of reasons) expect(reason).toMatch(/^This is an? \w+/);
    for (const { file } of refused) expect(photos.has(file.name)).toBe(false);
  });

  test('every unreadable file is listed as failed, with a reason a person can act on', () => {
    const codes = bad.map(({ file }) => [
      file.name,
      photos.get(file.name)?.state,
      photos.get(file.name)?.error?.code,
    ]);
    expect(codes).toEqual(bad.map(({ file, code }) => [file.name, 'failed', code]));
    for (const { file } of bad) expect(photos.get(file.name)?.error?.reason.length).toBeGreaterThan(15);
  });

  test('the originals of failed photos stay, bit for bit', async () => {
    for (const { file } of bad) {
      const response = await api.fetch(`/photos/${photos.get(file.name)?.id}/original`);
      expect(response.status, file.name).toBe(200);
      expect(sha256(new Uint8Array(await response.arrayBuffer())), file.name).toBe(sha256(file.bytes));
      expect(response.headers.get('content-type') ?? '', file.name).not.toMatch(/html|svg/);
    }
  });

  test('rotated, CMYK, 16-bit, grey, transparent, AVIF and animated photos are ready, upright and with a preview', async () => {
    const sizes = unusual.map(({ file }) => {
      const photo = photos.get(file.name);
      return [file.name, photo?.state, photo?.width, photo?.height, photo?.error?.reason];
    });
    expect(sizes).toEqual(
      unusual.map(({ file, width, height }) => [file.name, 'ready', width, height, undefined]),
    );
    for (const { file } of unusual) {
      const preview = await api.fetch(`/photos/${photos.get(file.name)?.id}/preview`);
      expect([file.name, preview.status, preview.headers.get('content-type')]).toEqual([
        file.name,
        200,
        'image/webp',
      ]);
    }
  });

  test('the same face is found whichever way the camera was held', async () => {
    const counts = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(async (n) => {
        const photo = photos.get(`orientation-${n}.jpg`);
        return (await api.photo(photo?.id ?? '')).faces.length;
      }),
    );
    expect(counts[0]).toBeGreaterThan(0);
    expect(new Set(counts).size).toBe(1);
  });

  test('the event goes on: the good photo has its people', async () => {
    expect(photos.get(good.name)?.state).toBe('ready');
    expect((await api.photo(photos.get(good.name)?.id ?? '')).faces.length).toBeGreaterThan(0);
    const progress = await api.progress(eventId);
    expect(progress.failed).toBe(bad.length);
    expect(progress.photos).toBe(progress.done + progress.pending + progress.failed);
  });

  test('two files of one name are two photos; the same bytes again are a duplicate', async () => {
    const [second, third] = await Promise.all([samplePhoto(4), samplePhoto(5)]);
    const uploads = await api.upload(eventId, [
      { name: 'IMG_0001.jpg', bytes: second.bytes },
      { name: 'IMG_0001.jpg', bytes: third.bytes },
      { name: 'again.jpg', bytes: second.bytes },
    ]);
    expect(uploads.map((upload) => upload.outcome)).toEqual(['stored', 'stored', 'duplicate']);
    expect(uploads[2]?.photo?.id).toBe(uploads[0]?.photo?.id);
    const progress = await api.waitUntilDone(eventId, photos.size + 2, 60_000);
    expect(progress.failed).toBe(bad.length);
  });
});
