/** Several people on one phone: each with a consent, a selfie and photos of their own, behind the door of one guest. */
import { CONSENT_VERSION, guestPhotoPageSchema, guestWelcomeSchema } from '@visage/contracts/guest.contract';
import { albumSchema } from '@visage/contracts/album.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { personHistorySchema } from '@visage/contracts/person.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareGuestsSchema, shareSchema, type Share } from '@visage/contracts/share.contract';
import { zipSchema } from '@visage/contracts/zip.contract';
import { EventRepository } from '@visage/database/event/event.repository';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { rowsOfEvent } from '@visage/database/testing/event.rows';
import { peopleOfGuest } from '@visage/database/testing/matched.people';
import { statementsOf } from '@visage/database/testing/statement.count';
import { photoBytes } from '@visage/testing/photo.bytes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { startEmbedderStandIn } from './testing/embedder.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { refusalOf } from './testing/problem.code.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';

let gateway: GatewayFixture;
let stopEmbedder: () => Promise<void>;
let organizer: Session;
let eventId: string;
/** The mother (face 1) is in `both` and `mother`, the child (face 2) in `both` and `child`, face 3 alone in `stranger`. */
let photos: Record<'both' | 'mother' | 'child' | 'stranger', string>;
let people: string[];

beforeAll(async () => {
  gateway = await startGateway();
  stopEmbedder = await startEmbedderStandIn(gateway.env.REDIS_URL);
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  ({ eventId, photos, people } = await party('Wedding'));
});
afterAll(async () => {
  await stopEmbedder();
  await gateway.stop();
});

async function party(name: string) {
  const { id } = eventSchema.parse(await (await organizer.post('/events', { name })).json());
  const found = [await makePerson(gateway, id), await makePerson(gateway, id), await makePerson(gateway, id)];
  const upload = async (fileName: string, shows: number[]): Promise<string> => {
    const form = new FormData();
    form.append('photos', new Blob([photoBytes(`${name} ${fileName}`)]), fileName);
    const sent = await organizer.fetch(`/events/${id}/photos`, { method: 'POST', body: form });
    const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
    await finishPhoto(
      gateway,
      photoId,
      shows.map((k) => ({ k, personId: found[k - 1] ?? null })),
    );
    return photoId;
  };
  const shown = {
    both: await upload('both.jpg', [1, 2]),
    mother: await upload('mother.jpg', [1]),
    child: await upload('child.jpg', [2]),
    stranger: await upload('stranger.jpg', [3]),
  };
  return { eventId: id, photos: shown, people: found };
}

async function share(input: object = {}, of = eventId): Promise<{ share: Share; token: string }> {
  const response = await organizer.post(`/events/${of}/shares`, {
    rights: { original: true, zip: true },
    ...input,
  });
  const made = shareSchema.parse(await response.json());
  return { share: made, token: made.codes[0]?.url.split('/g/')[1] ?? '' };
}

/** What a phone asks behind one link. */
function phone(token: string, browser = new BrowserJar(gateway.origin)) {
  const at = `/guest/${token}`;
  const welcome = async () => guestWelcomeSchema.parse(await (await browser.fetch(at)).json());
  const page = async (query = '') =>
    guestPhotoPageSchema.parse(await (await browser.fetch(`${at}/photos${query}`)).json());
  const add = (name = 'Mia', by = 'parent', keepLooking = false) =>
    browser.post(`${at}/companions`, { name, by, keepLooking, version: CONSENT_VERSION });
  return {
    ...{ browser, welcome, page, add },
    consent: (accepted = true, keepLooking = false) =>
      browser.post(`${at}/consent`, { version: CONSENT_VERSION, accepted, keepLooking }),
    /** @returns the id of who was added. */
    added: async (...who: Parameters<typeof add>) => {
      const response = await add(...who);
      expect(response.status).toBe(201);
      return guestWelcomeSchema.parse(await response.json()).family.at(-1)?.id ?? '';
    },
    remove: (id: string) => browser.fetch(`${at}/companions/${id}`, { method: 'DELETE' }),
    selfie: (face: number, of?: string) => {
      const form = new FormData();
      form.append('selfie', new Blob([`face ${face}`]), 'selfie.jpg');
      return browser.fetch(`${at}/selfie${of === undefined ? '' : `?for=${of}`}`, {
        method: 'POST',
        body: form,
      });
    },
    shown: async (query = '') => (await page(query)).photos.map(({ fileName }) => fileName).sort(),
    say: (photoId: string, word: string, of?: string) =>
      browser.post(`${at}/photos/${photoId}/${word}${of === undefined ? '' : `?of=${of}`}`, {}),
    zip: (choice: object = {}) => browser.post(`${at}/zips`, choice),
  };
}

/** A mother and her child, both found. */
async function family(token: string) {
  const mother = phone(token);
  await mother.consent();
  await mother.selfie(1);
  const mia = await mother.added();
  await mother.selfie(2, mia);
  const [me] = (await mother.welcome()).family;
  return { mother, mia, me: me?.id ?? '' };
}

test('a mother and her child see their photos together and apart, and say of each whether it shows them', async () => {
  const { token } = await share();
  const { mother, mia, me } = await family(token);
  expect((await mother.welcome()).family).toEqual([
    { id: me, name: null, consented: true, identified: true, keepsLooking: false },
    { id: mia, name: 'Mia', consented: true, identified: true, keepsLooking: false },
  ]);
  const page = await mother.page();
  expect(Object.fromEntries(page.photos.map(({ fileName, of, mine }) => [fileName, [of, mine]]))).toEqual({
    ...{ 'both.jpg': [[me, mia], true], 'mother.jpg': [[me], true], 'child.jpg': [[mia], true] },
  });
  expect(page.family).toEqual([
    { id: me, photos: 2 },
    { id: mia, photos: 2 },
  ]);
  expect(await mother.shown(`?of=${mia}`)).toEqual(['both.jpg', 'child.jpg']);
  expect(await mother.shown(`?of=${me}`)).toEqual(['both.jpg', 'mother.jpg']);
  for (const kind of ['thumbnail', 'preview', 'original'])
    expect((await mother.browser.fetch(`/photos/${photos.child}/${kind}`)).status, kind).toBe(200);
  expect((await mother.browser.fetch(`/photos/${photos.stranger}/thumbnail`)).status).toBe(404);

  expect(await refusalOf(await mother.say(photos.child, 'not-me'))).toEqual([404, 'not-found']);
  expect((await mother.say(photos.both, 'not-me')).status).toBe(204);
  expect(await mother.shown(`?of=${me}`)).toEqual(['mother.jpg']);
  expect(await mother.shown(), 'the child is still in it').toContain('both.jpg');
  expect((await mother.say(photos.both, 'not-me', mia)).status).toBe(204);
  expect(await mother.shown()).toEqual(['child.jpg', 'mother.jpg']);
  const { edits } = personHistorySchema.parse(
    await (await organizer.fetch(`/events/${eventId}/people/history`)).json(),
  );
  expect(edits.length).toBeGreaterThan(1);
  expect(JSON.stringify(edits)).not.toContain('Mia');
  const word = `/guest/${token}/photos/${photos.both}/word`;
  await mother.browser.fetch(`${word}?of=${mia}`, { method: 'DELETE' });
  await mother.browser.fetch(word, { method: 'DELETE' });
  expect(await mother.shown(`?of=${me}`)).toContain('both.jpg');
});

test('a face enters on the consent of its own person alone', async () => {
  const { token } = await share();
  const mother = phone(token);
  await mother.consent();
  const consent = { name: 'Mia', by: 'parent', keepLooking: true, version: CONSENT_VERSION };
  for (const broken of [
    { by: undefined },
    { by: 'friend' },
    { version: 'old' },
    { name: ' ' },
    { name: 'x'.repeat(41) },
    { keepLooking: undefined },
  ])
    expect((await mother.browser.post(`/guest/${token}/companions`, { ...consent, ...broken })).status).toBe(
      422,
    );
  const mia = await mother.added('Mia', 'parent', true);
  const ben = await mother.added('Ben', 'self');
  const rows = await gateway.database.prisma.guest.findMany({
    where: { id: { in: [mia, ben] } },
    orderBy: { id: 'asc' },
  });
  expect(rows).toMatchObject([
    { name: 'Mia', consentBy: 'parent', consentVersion: CONSENT_VERSION, keepLooking: true },
    { name: 'Ben', consentBy: 'self', consentVersion: CONSENT_VERSION, keepLooking: false },
  ]);
  await mother.selfie(2, mia);
  await mother.selfie(3, ben);
  const found = await Promise.all(
    [(await mother.welcome()).family[0]?.id ?? '', mia, ben].map((id) => peopleOfGuest(gateway.database, id)),
  );
  expect(found).toEqual([[], [people[1]], [people[2]]]);
  const kept = await gateway.database.prisma.keptSelfie.findMany({ where: { guestId: { in: [mia, ben] } } });
  expect(
    kept.map(({ guestId }) => guestId),
    'who is searched for once is not kept',
  ).toEqual([mia]);

  const withdrawn = { consentedAt: null, consentVersion: null, consentBy: null, identifiedAt: null };
  await gateway.database.prisma.guest.update({ where: { id: ben }, data: withdrawn });
  expect(await refusalOf(await mother.selfie(3, ben))).toEqual([403, 'consent-required']);
  expect(await mother.shown()).toEqual(['both.jpg', 'child.jpg']);
});

test.each(['gallery', 'own-photos'])(
  'who wants no search for themselves adds their child: a link to %s',
  async (kind) => {
    const { token } = await share({ scope: { kind } });
    for (const refuse of [true, false]) {
      const father = phone(token);
      if (refuse) await father.consent(false);
      const mia = await father.added();
      expect((await father.selfie(2, mia)).status).toBe(200);
      expect(await refusalOf(await father.selfie(1))).toEqual([403, 'consent-required']);
      expect(await father.shown('?whose=mine')).toEqual(['both.jpg', 'child.jpg']);
      expect(await father.welcome()).toMatchObject({
        consented: false,
        family: [{ consented: false }, { id: mia }],
      });
    }
  },
);

test('a selfie tells of no photo that the link does not open', async () => {
  const album = albumSchema.parse(
    await (await organizer.post(`/events/${eventId}/albums`, { name: 'Dance' })).json(),
  );
  await organizer.post(`/events/${eventId}/albums/${album.id}/add`, { photoIds: [photos.mother] });
  const { token } = await share({ scope: { kind: 'albums', albumIds: [album.id] } });
  const mother = phone(token);
  await mother.consent();
  expect(await (await mother.selfie(1)).json()).toEqual({ outcome: 'found', photos: 1, added: 1 });
  const mia = await mother.added();
  expect(await (await mother.selfie(2, mia)).json()).toEqual({ outcome: 'not-found' });
  expect(await mother.shown('?whose=mine')).toEqual(['mother.jpg']);
});

test('nobody takes a selfie for, lists, or removes a person of another phone', async () => {
  const { token } = await share();
  const { mia } = await family(token);
  const other = phone(token);
  expect(await refusalOf(await other.selfie(2, mia))).toEqual([404, 'not-found']);
  await other.consent();
  for (const ask of [
    () => other.selfie(2, mia),
    () => other.browser.fetch(`/guest/${token}/photos?of=${mia}`),
    () => other.zip({ of: mia }),
    () => other.say(photos.both, 'not-me', mia),
    () => other.remove(mia),
  ])
    expect(await refusalOf(await ask())).toEqual([404, 'not-found']);
  expect(await other.shown()).toEqual([]);
});

test('one phone has one guest’s selfies, and at most eight others', async () => {
  const { token } = await share();
  const mother = phone(token);
  await mother.consent();
  const ids: string[] = [];
  for (let n = 1; n <= 8; n += 1) ids.push(await mother.added(`Child ${n}`));
  expect(await refusalOf(await mother.add())).toEqual([409, 'too-many-companions']);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) statuses.push((await mother.selfie(9, ids[n % 8])).status);
  expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  await mother.remove(ids[0] ?? '');
  expect((await mother.add()).status).toBe(201);
});

test('removing a person forgets them: nothing of theirs is shown, downloaded or kept, and the mother’s stays', async () => {
  const { token } = await share();
  const { mother, mia, me } = await family(token);
  await mother.page();
  await mother.say(photos.both, 'not-me', mia);
  const zip = zipSchema.parse(await (await mother.zip({ of: mia })).json());
  expect(zip.photos).toBe(1);
  expect(zipSchema.parse(await (await mother.zip()).json()).photos).toBe(3);
  expect((await mother.remove(mia)).status).toBe(200);
  expect(await mother.shown()).toEqual(['both.jpg', 'mother.jpg']);
  expect((await mother.browser.fetch(`/photos/${photos.child}/original`)).status).toBe(404);
  expect((await mother.browser.fetch(zip.url.replace(/^.*\/api/, ''))).status).toBe(404);
  expect(zipSchema.parse(await (await mother.zip()).json()).photos).toBe(2);
  const { prisma } = gateway.database;
  const left = await Promise.all([
    prisma.guest.count({ where: { id: mia } }),
    prisma.matchedFace.count({ where: { guestId: mia } }),
    prisma.shownPhoto.count({ where: { guestId: mia } }),
    prisma.personEdit.count({ where: { guestId: mia } }),
    prisma.zip.count({ where: { photoIds: { has: photos.child } } }),
  ]);
  expect(left).toEqual([0, 0, 0, 0, 0]);
  expect((await mother.welcome()).family).toMatchObject([{ id: me }]);
});

test('who is forgotten takes the others on the phone along, also behind a link that was closed meanwhile', async () => {
  const { token, share: made } = await share();
  const { mother, mia } = await family(token);
  await mother.say(photos.both, 'not-me', mia);
  const closed = await share();
  const other = await family(closed.token);
  await organizer.fetch(`/shares/${closed.share.id}`, { method: 'DELETE' });
  expect((await other.mother.remove(other.mia)).status).toBe(200);
  await mother.browser.fetch(`/guest/${token}/me`, { method: 'DELETE' });
  const ofShare = { shareCode: { shareId: made.id } };
  expect(await gateway.database.prisma.guest.count({ where: ofShare })).toBe(0);
  expect(await gateway.database.prisma.personEdit.count({ where: { guestId: mia } })).toBe(0);
});

test('a companion takes no place, passes no door that the guest may not pass, and is nobody by themselves', async () => {
  const { token, share: made } = await share({ maxGuests: 1, approvalRequired: true });
  const guestsOf = async () =>
    shareGuestsSchema.parse(await (await organizer.fetch(`/shares/${made.id}/guests`)).json()).guests;
  const mother = phone(token);
  expect(await refusalOf(await mother.add())).toEqual([403, 'join-required']);
  await mother.browser.post(`/guest/${token}/join`, { name: 'Olga' });
  expect(await refusalOf(await mother.add())).toEqual([403, 'approval-pending']);
  const [{ id: me = '' } = {}] = await guestsOf();
  await organizer.post(`/guests/${me}/approve`, {});
  const mia = await mother.added('Mia', 'parent', true);
  await mother.selfie(2, mia);
  expect((await mother.welcome()).admission).toBe('open');
  expect(await guestsOf()).toMatchObject([{ id: me, name: 'Olga', companions: 1 }]);
  expect(JSON.stringify(await guestsOf())).not.toContain('Mia');
  expect((await organizer.post(`/guests/${mia}/refuse`, {})).status).toBe(404);
  expect((await organizer.fetch(`/codes/${made.codes[0]?.id}/view?guestId=${mia}`)).status).toBe(404);

  const { prisma } = gateway.database;
  const { embedder } = await prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  const looked = () =>
    new KeptSelfieRepository(gateway.database).findOfEvent(eventId, embedder, gateway.clock.now());
  expect((await looked()).map(({ guestId }) => guestId)).toContain(mia);
  await organizer.post(`/guests/${me}/refuse`, {});
  expect((await mother.browser.fetch(`/photos/${photos.child}/thumbnail`)).status).toBe(403);
  expect(await refusalOf(await mother.selfie(2))).toEqual([403, 'approval-refused']);
  expect(
    await prisma.guest.count({ where: { id: mia } }),
    'nobody is searched for through who is sent away',
  ).toBe(0);
  expect(await refusalOf(await mother.add())).toEqual([403, 'approval-refused']);
  expect(
    (await looked()).map(({ guestId }) => guestId),
    'nobody looks for who is sent away',
  ).not.toContain(mia);
});

test('what is new, and what was taken back, is told once for all on the phone', async () => {
  const { eventId: of, photos: theirs } = await party('Anniversary');
  const { token } = await share({}, of);
  const { mother, mia } = await family(token);
  await mother.page();
  await gateway.clock.advance(60 * 60_000);
  organizer = await gateway.signIn('organizer@example.org');
  await mother.welcome();
  expect((await mother.page()).news).toEqual({ fresh: 0, withdrawn: 0, withheld: 0 });
  const trash = (photoIds: string[]) => organizer.post(`/events/${of}/photos/trash`, { photoIds });
  await trash([theirs.both, theirs.child]);
  expect((await mother.page()).news).toEqual({ fresh: 0, withdrawn: 2, withheld: 0 });
  await mother.browser.post(`/guest/${token}/photos/withdrawn/read`, {});
  expect((await mother.page()).news).toEqual({ fresh: 0, withdrawn: 0, withheld: 0 });

  const ben = await mother.added('Ben');
  await mother.selfie(3, ben);
  const { news, photos: listed } = await mother.page();
  expect(news?.fresh, 'all is new to who was just added, so nothing is').toBe(0);
  expect(listed.map(({ fresh }) => fresh)).toEqual([false, false]);
  await organizer.post(`/events/${of}/photos/restore`, { photoIds: [theirs.child, theirs.both] });
  const again = await mother.page();
  expect(again.news?.fresh, 'of the child, who was here before').toBe(2);
  expect((await mother.page(`?of=${mia}`)).photos.every(({ of: whose }) => whose.includes(mia))).toBe(true);
});

test('a picture costs two statements, however many share the phone', async () => {
  const { token } = await share();
  const { mother } = await family(token);
  for (const name of ['Ben', 'Cleo', 'Dan']) await mother.added(name);
  const counts: number[] = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const sent = await statementsOf(async () => {
      expect((await mother.browser.fetch(`/photos/${photos.child}/thumbnail`)).status).toBe(200);
    });
    counts.push(sent.length);
  }
  expect(Math.min(...counts)).toBe(2);
});

test('an erased event leaves nobody who shared a phone', async () => {
  const { eventId: of } = await party('Christening');
  const { token } = await share({}, of);
  const { mia } = await family(token);
  await new EventRepository(gateway.database).erase(of);
  const { AuditLine: _, ...rows } = await rowsOfEvent(gateway.database, of);
  expect(JSON.stringify(rows)).not.toContain(mia);
});
