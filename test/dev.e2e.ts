import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventSchema } from '@visage/contracts/event.contract';
import { guestPhotoPageSchema, guestWelcomeSchema } from '@visage/contracts/guest.contract';
import { shareGuestsSchema, sharesSchema } from '@visage/contracts/share.contract';
import { parseMasterKey } from '@visage/crypto/master.key';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { createSignedToken } from '@visage/crypto/signed.token';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from './support/api.js';
import {
  descendants,
  freePort,
  repositoryRoot,
  startPlatform,
  type RunningPlatform,
} from './support/platform.js';

const PHOTOS = 30;
const PEOPLE = 8;
const GUESTS = 5;

let data: string;
let platform: RunningPlatform;
let api: Api;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'visage-dev-'));
  platform = await startPlatform({ command: 'dev', data, port: await freePort() });
  api = await Api.signIn(platform.url, platform.email, platform.password ?? '');
});
afterAll(async () => {
  await platform.stop();
  await rm(data, { recursive: true, force: true });
});

async function textOf(path: string): Promise<string> {
  return (await fetch(platform.url + path, { headers: { accept: 'text/html' } })).text();
}

describe('./visage dev', () => {
  test('serves pages from their sources, the guests’ as well, and the API behind the same address', async () => {
    // what React's plugin adds so that a changed component keeps its state
    expect(await textOf('/src/organizer/session/sign-in.page.tsx')).toMatch(
      /\$RefreshReg\$\(_c, "SignInRoute"\)/,
    );
    expect(await textOf('/')).toMatch(/@vite\/client[\s\S]*\/src\/main\.tsx/);
    expect(await textOf('/g/some-code')).toMatch(/\/src\/guest\/guest\.main\.tsx/);
    expect((await fetch(`${platform.url}/api/health`)).status).toBe(200);
  });
});

describe('./visage seed', () => {
  let eventId: string;
  let printed: string;
  beforeAll(async () => {
    const sizes = ['--photos', PHOTOS, '--people', PEOPLE, '--guests', GUESTS].map(String);
    const visage = join(repositoryRoot, 'visage');
    printed = (await promisify(execFile)(visage, ['seed', '--data', data, ...sizes])).stdout;
    eventId = /\/events\/([0-9a-f-]{36})/.exec(printed)?.[1] ?? '';
  });

  test('gives the organizer photos that are done, with people who have names and faces that are shown', async () => {
    expect(printed).toContain(`${platform.url.replace('127.0.0.1', 'localhost')}/events/${eventId}`);
    const { progress } = eventSchema.parse(await (await api.fetch(`/events/${eventId}`)).json());
    expect(progress).toMatchObject({
      photos: PHOTOS,
      done: PHOTOS,
      failed: 0,
      people: PEOPLE,
      grouping: false,
    });
    const people = await api.people(eventId);
    expect(people.filter(({ name }) => name !== null)).toHaveLength(7);
    const [photo] = await api.photos(eventId);
    for (const path of [
      `/photos/${photo?.id}/original`,
      `/photos/${photo?.id}/thumbnail`,
      `/faces/${people[0]?.coverFaceId}/crop`,
    ]) {
      const answer = await api.fetch(path);
      expect([path, answer.status, (await answer.arrayBuffer()).byteLength > 500]).toEqual([path, 200, true]);
    }
  });

  test('lets a guest who scans its code see all photos, and one who was found their own', async () => {
    const everybody = /\/g\/(\S+)/.exec(printed)?.[1] ?? '';
    const photosOf = async (token: string, cookie: string) => {
      const answer = await fetch(`${platform.url}/api/guest/${token}/photos?limit=200`, {
        headers: { cookie },
      });
      return guestPhotoPageSchema.parse(await answer.json()).photos;
    };
    const opened = await fetch(`${platform.url}/api/guest/${everybody}`);
    expect(guestWelcomeSchema.parse(await opened.json()).eventName).toBe('Made event');
    const stranger = opened.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ');
    expect(await photosOf(everybody, stranger)).toHaveLength(PHOTOS);

    const listed = sharesSchema.parse(await (await api.fetch(`/events/${eventId}/shares`)).json());
    const share = listed.shares.find(({ name }) => name === 'Own photos');
    const came = shareGuestsSchema.parse(
      await (await api.fetch(`/shares/${share?.id}/guests`)).json(),
    ).guests;
    expect(came).toHaveLength(GUESTS);
    const secrets = keysOfSecret(parseMasterKey(await readFile(join(data, 'master.key'), 'utf8')));
    const people = await api.people(eventId);
    for (const { id, name, codeId } of came) {
      const person = people.find((one) => one.name === name);
      if (!person) continue; // who has no name yet
      const cookie = `visage_links=${createSignedToken(secrets, 'guest', id)}`;
      const own = share?.codes.find((code) => code.id === codeId)?.url.split('/g/')[1] ?? '';
      expect(await photosOf(own, cookie)).toHaveLength(person.photos);
    }
  });

  test('makes people whom grouping finds again: the same ones, with the same faces', async () => {
    const before = await api.people(eventId);
    await api.send('POST', `/people/${before[0]?.id}/merge`, {
      personIds: [before[1]?.id],
      ...(before[0]?.name && { name: before[0].name }),
    });
    await api.send('POST', `/events/${eventId}/people/undo`);
    await api.waitUntilDone(eventId, PHOTOS, 60_000);
    const counts = (people: typeof before) =>
      people.map(({ id, name, faces }) => ({ id, name, faces })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(counts(await api.people(eventId))).toEqual(counts(before));
  });
});

test('Ctrl-C leaves no process of it behind', async () => {
  const children = descendants(platform.pid);
  expect(children.length).toBeGreaterThanOrEqual(9); // Postgres, Redis, the compiler, Vite, five apps
  expect([0, 130]).toContain(await platform.stop());
  const alive = children.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
  expect(alive).toEqual([]);
});
