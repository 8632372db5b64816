import { describe, expect, test } from 'vitest';
import type { ShareRights, ShareScope } from '@visage/contracts/share.contract';
import { claimWaits } from './access.correction.js';
import { decide } from './access.decision.js';
import {
  EVENT,
  NOW,
  OTHER_EVENT,
  codeHolder,
  drivePhoto,
  face,
  guest,
  photo,
  withheld,
  type ShareDraft,
} from './access.fixture.js';
import { driveScopeOf } from './access.drive.js';
import { ownPhotosOf, photoInScope } from './access.filter.js';
import type { Companion, Guest, Principal } from './access.principal.js';
import type { DriveResource, PhotoResource, Target } from './access.resource.js';
import { NO_WISHES, type PhotoWishes } from './access.wish.js';
import { askingAbout, visitorOf, type VisitorFacts } from './access.visitor.js';

const event = { kind: 'event', ...EVENT } as const;
const TARGETS = {
  'event.open': { action: 'event.open', resource: event },
  'event.join': { action: 'event.join', resource: event },
  'event.accompany': { action: 'event.accompany', resource: event },
  'event.selfie': { action: 'event.selfie', resource: event },
  'event.object': { action: 'event.object', resource: event },
  'event.view': { action: 'event.view', resource: event },
  'event.sort': { action: 'event.sort', resource: event },
  'event.manage': { action: 'event.manage', resource: event },
  'event.erase': { action: 'event.erase', resource: event },
  'photo.view': { action: 'photo.view', resource: photo() },
  'photo.thumbnail': { action: 'photo.thumbnail', resource: photo() },
  'photo.preview': { action: 'photo.preview', resource: photo() },
  'photo.original': { action: 'photo.original', resource: photo() },
  'photo.metadata': { action: 'photo.metadata', resource: photo() },
  'photo.delete': { action: 'photo.delete', resource: photo() },
  'photo.disown': { action: 'photo.disown', resource: photo() },
  'photo.claim': { action: 'photo.claim', resource: photo() },
  'face.crop': { action: 'face.crop', resource: face() },
  'person.view': { action: 'person.view', resource: { kind: 'person', ...EVENT, personId: 'anna' } },
  'person.manage': { action: 'person.manage', resource: { kind: 'person', ...EVENT, personId: 'anna' } },
  'share.view': { action: 'share.view', resource: { kind: 'share', ...EVENT } },
  'share.manage': { action: 'share.manage', resource: { kind: 'share', ...EVENT } },
  'upload.create': { action: 'upload.create', resource: { kind: 'upload', ...EVENT } },
  'zip.create': { action: 'zip.create', resource: { kind: 'zip', ...EVENT } },
  'drive.send': { action: 'drive.send', resource: drivePhoto() },
} as const satisfies Record<Target['action'], Target>;

type Action = keyof typeof TARGETS;
const ACTIONS = Object.keys(TARGETS) as Action[]; // Object.keys forgets the keys' type
const reason = (principal: Principal, target: Target, now = NOW): string =>
  decide({ principal, now, ...target }).reason;
const answers = (principal: Principal): Record<string, string> =>
  Object.fromEntries(ACTIONS.map((action) => [action, reason(principal, TARGETS[action])]));
const all = (why: string, except: Partial<Record<Action, string>> = {}): Record<string, string> => ({
  ...Object.fromEntries(ACTIONS.map((action) => [action, why])),
  ...except,
});

const STAFF_ONLY = {
  'event.sort': 'organizers-only',
  'event.manage': 'organizers-only',
  'event.erase': 'organizers-only',
  'photo.delete': 'organizers-only',
  'person.manage': 'organizers-only',
  'share.view': 'organizers-only',
  'share.manage': 'organizers-only',
} as const;
const EVENT_WIDE = {
  'event.open': 'share-link',
  'event.join': 'share-link',
  'event.object': 'share-link',
  'event.accompany': 'share-link',
  'event.view': 'share-link',
  'upload.create': 'share-link',
} as const;
const FACES_ENDED = {
  'event.selfie': 'faces-ended',
  'event.accompany': 'faces-ended',
  'face.crop': 'faces-ended',
  'person.view': 'faces-ended',
};
const NOT_MANAGING = {
  'event.manage': 'left-to-organizer',
  'event.erase': 'left-to-organizer',
  'share.manage': 'left-to-organizer',
  'drive.send': 'left-to-organizer',
};
const NOT_RECOGNISED = {
  'photo.disown': 'selfie-required',
  'photo.claim': 'selfie-required',
  'face.crop': 'selfie-required',
  'person.view': 'selfie-required',
  'drive.send': 'selfie-required',
};
/** Anna, on the phone of somebody else. */
const child: Companion = {
  guestId: 'guest-2',
  consented: true,
  ...{ personIds: ['anna'], photoIds: [], claimedPhotoIds: [], disownedPhotoIds: [] },
};
const NOTHING_FOUND = { personIds: [], photoIds: [] };
const OWN: ShareScope = { kind: 'own-photos' };
const ALBUM: ShareScope = { kind: 'albums', albumIds: ['dance'] };
const PERSON: ShareScope = { kind: 'person', personId: 'anna' };
const GALLERY: ShareScope = { kind: 'gallery' };

const MATRIX: [string, Principal, Record<string, string>][] = [
  ['nobody', { kind: 'nobody' }, all('not-signed-in')],
  ['an admin', { kind: 'admin', userId: 'a' }, all('admin')],
  ["the event's organizer", { kind: 'organizer', userId: 'olivia', helpsWith: [] }, all('organizer')],
  [
    'the organizer, who helps with another event',
    { kind: 'organizer', userId: 'olivia', helpsWith: ['event-2'] },
    all('organizer'),
  ],
  ['another organizer', { kind: 'organizer', userId: 'otto', helpsWith: [] }, all('not-your-event')],
  [
    'another organizer, who helps',
    { kind: 'organizer', userId: 'otto', helpsWith: ['event-1'] },
    all('collaborator', NOT_MANAGING),
  ],
  [
    'another organizer, who helps elsewhere',
    { kind: 'organizer', userId: 'otto', helpsWith: ['event-3'] },
    all('not-your-event'),
  ],
  [
    'a collaborator',
    { kind: 'collaborator', userId: 'c', helpsWith: ['event-1'] },
    all('collaborator', NOT_MANAGING),
  ],
  [
    "another event's collaborator",
    { kind: 'collaborator', userId: 'c', helpsWith: ['event-2'] },
    all('not-your-event'),
  ],
  [
    'a collaborator who was removed everywhere',
    { kind: 'collaborator', userId: 'c', helpsWith: [] },
    all('not-your-event'),
  ],
  [
    'a collaborator whose own the event would be',
    { kind: 'collaborator', userId: 'olivia', helpsWith: [] },
    all('not-your-event'),
  ],
  [
    'a holder of a gallery link',
    codeHolder(),
    all('share-gallery', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'consent-required',
      ...NOT_RECOGNISED,
    }),
  ],
  [
    'a guest of a gallery link',
    guest(),
    all('share-gallery', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'share-link',
      'face.crop': 'own-photos',
      'person.view': 'own-photos',
    }),
  ],
  [
    'a holder of a link to own photos',
    codeHolder({ scope: OWN }),
    all('selfie-required', { ...EVENT_WIDE, ...STAFF_ONLY, 'event.selfie': 'consent-required' }),
  ],
  [
    'a guest found in the photo',
    guest({ scope: OWN }),
    all('own-photos', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'share-link',
      'photo.claim': 'claims-not-offered',
    }),
  ],
  [
    'a guest not found in the photo',
    guest({ scope: OWN }, { personIds: ['carl'], photoIds: [] }),
    all('outside-scope', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'share-link',
      'zip.create': 'own-photos',
    }),
  ],
  [
    'a guest who withdrew consent',
    guest({ scope: OWN }, { consented: false }),
    all('consent-required', { ...EVENT_WIDE, ...STAFF_ONLY }),
  ],
  [
    'a guest whose child alone is found in the photo',
    guest({ scope: OWN }, { personIds: ['carl'], photoIds: [], companions: [child] }),
    all('own-photos', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'share-link',
      'photo.claim': 'claims-not-offered',
    }),
  ],
  [
    'a guest who agreed to the search for their child alone',
    guest({ scope: OWN }, { ...NOTHING_FOUND, consented: false, companions: [child] }),
    all('own-photos', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'consent-required',
      'photo.disown': 'consent-required',
      'photo.claim': 'consent-required',
    }),
  ],
  [
    'a guest whose child has no consent (any more)',
    guest(
      { scope: OWN },
      { personIds: ['carl'], photoIds: [], companions: [{ ...child, consented: false }] },
    ),
    all('outside-scope', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'share-link',
      'zip.create': 'own-photos',
    }),
  ],
  [
    'a guest of a gallery link whose child alone is found in the photo',
    guest({}, { ...NOTHING_FOUND, consented: false, companions: [child] }),
    all('share-gallery', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'consent-required',
      'photo.disown': 'consent-required',
      'photo.claim': 'consent-required',
      'face.crop': 'own-photos',
      'person.view': 'own-photos',
    }),
  ],
  [
    'a holder of an album link',
    codeHolder({ scope: ALBUM }),
    all('share-albums', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'consent-required',
      ...NOT_RECOGNISED,
    }),
  ],
  [
    'a holder of a link to one person',
    codeHolder({ scope: PERSON }),
    all('share-person', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'consent-required',
      'photo.disown': 'selfie-required',
      'photo.claim': 'selfie-required',
      'drive.send': 'selfie-required',
    }),
  ],
  ["a guest of another event's link", guest({ eventId: 'event-2' }), all('other-event')],
  [
    'a holder of a gallery link once the faces of the event have ended',
    codeHolder({ faceSearch: 'ended' }),
    all('share-gallery', { ...EVENT_WIDE, ...STAFF_ONLY, ...NOT_RECOGNISED, ...FACES_ENDED }),
  ],
  [
    'a holder of a link to own photos, then',
    codeHolder({ scope: OWN, faceSearch: 'ended' }),
    all('faces-ended', { ...EVENT_WIDE, ...STAFF_ONLY, 'event.accompany': 'faces-ended' }),
  ],
  [
    'a guest who was found, whatever is claimed of them, then',
    guest({ scope: OWN, faceSearch: 'ended' }),
    all('faces-ended', { ...EVENT_WIDE, ...STAFF_ONLY, 'event.accompany': 'faces-ended' }),
  ],
  [
    'a holder of a link to one person, then',
    codeHolder({ scope: PERSON, faceSearch: 'ended' }),
    all('faces-ended', { ...EVENT_WIDE, ...STAFF_ONLY, 'event.accompany': 'faces-ended' }),
  ],
  [
    'a guest who was found, while nobody is named as responsible',
    guest({ scope: OWN, faceSearch: 'no-controller' }),
    all('own-photos', {
      ...EVENT_WIDE,
      ...STAFF_ONLY,
      'event.selfie': 'no-controller',
      'event.accompany': 'no-controller',
      'photo.claim': 'claims-not-offered',
    }),
  ],
];

describe('who may do what', () => {
  test.each(MATRIX)('%s', (_name, principal, expected) => {
    expect(answers(principal)).toEqual(expected);
  });
});

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(NOW.getTime() + hours * HOUR).toISOString();
const open = 'share-gallery';

describe("a link's limits", () => {
  const cases: [string, ShareDraft, { photo: string; welcome: string }][] = [
    ['no limits', {}, { photo: open, welcome: 'share-link' }],
    ['revoked', { limits: { revokedAt: at(-1) } }, { photo: 'share-revoked', welcome: 'share-revoked' }],
    ['code revoked', { codeRevokedAt: at(-1) }, { photo: 'code-revoked', welcome: 'code-revoked' }],
    ['opens later', { limits: { from: at(1) } }, { photo: 'not-yet-open', welcome: 'not-yet-open' }],
    ['opens this moment', { limits: { from: at(0) } }, { photo: open, welcome: 'share-link' }],
    ['expires later', { limits: { until: at(1) } }, { photo: open, welcome: 'share-link' }],
    ['expires this moment', { limits: { until: at(0) } }, { photo: 'expired', welcome: 'expired' }],
    [
      'a start that is no date',
      { limits: { from: 'soon' } },
      { photo: 'not-yet-open', welcome: 'not-yet-open' },
    ],
    ['an end that is no date', { limits: { until: 'never' } }, { photo: 'expired', welcome: 'expired' }],
    [
      'password not given',
      { limits: { passwordRequired: true } },
      { photo: 'password-required', welcome: 'share-link' },
    ],
    [
      'password given',
      { limits: { passwordRequired: true }, passwordVerified: true },
      { photo: open, welcome: 'share-link' },
    ],
    [
      'guests counted',
      { limits: { maxGuests: 2 }, guestCount: 1 },
      { photo: 'join-required', welcome: 'share-link' },
    ],
    [
      'guests full',
      { limits: { maxGuests: 2 }, guestCount: 2 },
      { photo: 'guests-full', welcome: 'share-link' },
    ],
    [
      'approval needed',
      { limits: { approvalRequired: true } },
      { photo: 'join-required', welcome: 'share-link' },
    ],
  ];
  test.each(cases)('%s', (_name, draft, expected) => {
    const holder = codeHolder(draft);
    const photos = [
      'photo.view',
      'photo.thumbnail',
      'photo.preview',
      'photo.original',
      'photo.metadata',
      'zip.create',
    ] as const;
    for (const action of photos) expect(reason(holder, TARGETS[action]), action).toBe(expected.photo);
    expect(reason(holder, TARGETS['event.open'])).toBe(expected.welcome);
  });

  test('a link stops working at its very second, not at the next sign-in', () => {
    const holder = codeHolder({ limits: { until: at(1) } });
    const ask = (time: number): string =>
      reason(holder, TARGETS['photo.original'], new Date(NOW.getTime() + time));
    expect(ask(HOUR - 1)).toBe(open);
    expect(ask(HOUR)).toBe('expired');
  });

  test('a full link admits nobody new and keeps those who are in', () => {
    const full = { limits: { maxGuests: 2 }, guestCount: 2 };
    expect(reason(codeHolder(full), TARGETS['event.join'])).toBe('guests-full');
    expect(reason(guest(full), TARGETS['photo.view'])).toBe(open);
    expect(reason(guest(full), TARGETS['event.join'])).toBe('share-link');
    expect(reason(codeHolder({ ...full, guestCount: 1 }), TARGETS['event.join'])).toBe('share-link');
  });

  test('a guest who waits for approval sees nothing yet, and everything of the link once approved', () => {
    const limits = { approvalRequired: true };
    expect(reason(guest({ limits }), TARGETS['photo.thumbnail'])).toBe('approval-pending');
    expect(reason(guest({ limits }), TARGETS['event.selfie'])).toBe('approval-pending');
    expect(reason(guest({ limits }), TARGETS['event.accompany'])).toBe('approval-pending');
    expect(reason(guest({ limits }, { approved: true }), TARGETS['photo.thumbnail'])).toBe(open);
    expect(reason(codeHolder({ limits }), TARGETS['event.join'])).toBe('share-link');
  });

  test('a guest whom the organizer sent away sees nothing and does not get in again', () => {
    for (const limits of [{}, { approvalRequired: true }, { maxGuests: 2 }]) {
      const sent = guest({ limits }, { refused: true, approved: true });
      expect(reason(sent, TARGETS['photo.thumbnail'])).toBe('approval-refused');
      expect(reason(sent, TARGETS['event.selfie'])).toBe('approval-refused');
      expect(reason(sent, TARGETS['event.accompany'])).toBe('approval-refused');
      expect(reason(sent, TARGETS['event.join'])).toBe('approval-refused');
      expect(reason(sent, TARGETS['event.open'])).toBe('share-link');
    }
  });

  test('a password guards joining and the selfie search too', () => {
    const limits = { passwordRequired: true };
    expect(reason(codeHolder({ limits }), TARGETS['event.join'])).toBe('password-required');
    expect(reason(guest({ limits }), TARGETS['event.selfie'])).toBe('password-required');
  });
});

describe('a right taken from a link takes exactly what needs it', () => {
  const cases: Record<keyof ShareRights, Action[]> = {
    selfie: ['event.selfie', 'event.accompany', 'photo.claim'],
    preview: ['photo.preview', 'photo.claim'],
    original: ['photo.original', 'zip.create', 'drive.send'],
    zip: ['zip.create', 'drive.send'],
    upload: ['upload.create'],
    metadata: ['photo.metadata'],
    view: [
      'event.view',
      'photo.view',
      'photo.thumbnail',
      'photo.preview',
      'photo.original',
      'photo.metadata',
      'photo.disown',
      'photo.claim',
      'face.crop',
      'person.view',
      'zip.create',
      'drive.send',
    ],
  };
  test.each(Object.entries(cases))('%s', (right, taken) => {
    const full = answers(guest());
    const less = answers(guest({ rights: { [right]: false } }));
    const changed = ACTIONS.filter((action) => full[action] !== less[action]);
    expect(changed.sort()).toEqual([...taken].sort());
    expect(taken.map((action) => less[action])).toEqual(taken.map(() => 'right-not-given'));
  });
});

describe('bystanders', () => {
  test('a guest never sees the face or the name of someone else, even where the link opens the gallery', () => {
    for (const personId of ['ben', null]) {
      expect(reason(guest(), { action: 'face.crop', resource: face({ personId }) })).toBe('outside-scope');
    }
    expect(
      reason(guest(), { action: 'person.view', resource: { kind: 'person', ...EVENT, personId: 'ben' } }),
    ).toBe('outside-scope');
  });

  test('a photo found for a guest on its own opens, though its people are others', () => {
    const found = photo({ photoId: 'photo-9', personIds: ['ben'] });
    expect(reason(guest({ scope: OWN }), { action: 'photo.original', resource: found })).toBe('own-photos');
  });
});

test('no link opens a photo of another event, though album and person be named alike', () => {
  const foreign = photo(OTHER_EVENT);
  for (const scope of [GALLERY, OWN, ALBUM, PERSON]) {
    expect(reason(guest({ scope }), { action: 'photo.thumbnail', resource: foreign })).toBe('other-event');
  }
});

test("guests' previews carry the link's watermark and hide the place; the organizer's do not", () => {
  const asked = TARGETS['photo.preview'];
  expect(decide({ principal: codeHolder(), now: NOW, ...asked })).toMatchObject({
    allowed: true,
    presentation: { watermark: true, hideLocation: true },
  });
  expect(
    decide({ principal: { kind: 'organizer', userId: 'olivia', helpsWith: [] }, now: NOW, ...asked }),
  ).toMatchObject({
    allowed: true,
    presentation: { watermark: false, hideLocation: false },
  });
});

test('an original that only leaves with its place leaves by no link that hides it, nor for a guest’s Drive; its pictures do', () => {
  const organizer: Principal = { kind: 'organizer', userId: 'olivia', helpsWith: [] };
  const inside = { blankable: false };
  const original = { action: 'photo.original', resource: photo(inside) } as const;
  const send = { action: 'drive.send', resource: drivePhoto(inside) } as const;
  for (const target of [original, send]) {
    expect(reason(guest(), target)).toBe('location-inside');
    expect(reason(guest({ hideLocation: false }), target)).toBe('share-gallery');
    expect(reason(organizer, target)).toBe('organizer');
  }
  for (const action of ['photo.view', 'photo.thumbnail', 'photo.preview', 'photo.metadata'] as const)
    expect(reason(guest(), { action, resource: photo(inside) })).toBe('share-gallery');
  expect(reason(guest({ rights: { original: false } }), original)).toBe('right-not-given');
  expect(reason(guest({ scope: ALBUM }), { ...original, resource: photo({ ...inside, albumIds: [] }) })).toBe(
    'outside-scope',
  );
});

test('every refusal says what the person can do', () => {
  const refusal = decide({
    principal: codeHolder({ limits: { until: at(-1) } }),
    now: NOW,
    ...TARGETS['photo.view'],
  });
  expect(refusal).toEqual({
    allowed: false,
    reason: 'expired',
    text: 'This link has expired. Ask the organizer for a new one.',
  });
});

test('a photo that waits for approval is for those who organize the event, whatever a link opens', () => {
  const waiting = photo({ held: true, photoId: 'photo-9' });
  const actions = [
    'photo.view',
    'photo.thumbnail',
    'photo.preview',
    'photo.original',
    'photo.metadata',
  ] as const;
  for (const scope of [GALLERY, ALBUM, PERSON, OWN]) {
    for (const action of actions)
      expect(reason(guest({ scope }), { action, resource: waiting })).toBe('not-approved');
    const crop = face({ held: true });
    expect(reason(guest({ scope }), { action: 'face.crop', resource: crop })).toBe('not-approved');
  }
  expect(
    reason(
      { kind: 'organizer', userId: 'olivia', helpsWith: [] },
      { action: 'photo.view', resource: waiting },
    ),
  ).toBe('organizer');
});

describe('what a guest says about being in a photo', () => {
  const ask = (
    who: Principal,
    action: 'photo.view' | 'photo.disown' | 'photo.claim',
    where = photo(),
  ): string => reason(who, { action, resource: where });

  test('"that’s not me" takes the photo out of a link to own photos, whoever was recognised there', () => {
    const disowned = { disownedPhotoIds: ['photo-1', 'photo-9'] };
    expect(ask(guest({ scope: OWN }, disowned), 'photo.view')).toBe('outside-scope');
    expect(ask(guest({ scope: OWN }, disowned), 'photo.view', photo({ photoId: 'photo-9' }))).toBe(
      'outside-scope',
    );
    expect(ask(guest({ scope: OWN }, disowned), 'photo.view', photo({ photoId: 'photo-2' }))).toBe(
      'own-photos',
    );
    expect(ask(guest({ scope: GALLERY }, disowned), 'photo.view'), 'the gallery stays open').toBe(
      'share-gallery',
    );
    expect(ask(guest({ scope: GALLERY }, disowned), 'photo.disown'), 'said already').toBe('not-yours');
  });

  test('a claim opens no photo, also where the link is narrowed to own photos later', () => {
    const claimed = { personIds: [], photoIds: [], claimedPhotoIds: ['photo-1'] };
    expect(ask(guest({ scope: OWN }, claimed), 'photo.view')).toBe('outside-scope');
    expect(ask(guest({ scope: OWN }), 'photo.claim')).toBe('claims-not-offered');
    expect(ask(guest({ scope: ALBUM }), 'photo.claim', photo({ albumIds: ['garden'] }))).toBe(
      'outside-scope',
    );
    expect(ask(guest({ scope: ALBUM }), 'photo.claim')).toBe('share-albums');
    expect(photoInScope(ownPhotosOf(guest({ scope: GALLERY }, claimed)), photo())).toBe(true);
  });

  test('without consent nothing is said, and nobody disowns what is not theirs', () => {
    for (const action of ['photo.disown', 'photo.claim'] as const)
      expect(ask(guest({}, { consented: false }), action)).toBe('consent-required');
    expect(ask(guest({}, { personIds: ['carl'], photoIds: [] }), 'photo.disown')).toBe('not-yours');
  });

  test('the face of somebody whom the event knows is the organizer’s to give away', () => {
    const alone = { named: false, hidden: false, faces: 1, guests: 0 };
    expect(claimWaits(null)).toBe(false);
    expect(claimWaits(alone)).toBe(false);
    for (const known of [{ named: true }, { hidden: true }, { faces: 2 }, { guests: 1 }])
      expect(claimWaits({ ...alone, ...known })).toBe(true);
  });
});

describe('a guest with others on the same phone', () => {
  const mother = guest(
    { scope: OWN },
    {
      personIds: ['carl'],
      photoIds: [],
      companions: [child, { ...child, guestId: 'guest-3', personIds: ['ben'] }],
    },
  );
  const seen = (who: Principal, draft: Partial<PhotoResource>): string =>
    reason(who, { action: 'photo.original', resource: photo(draft) });

  test('sees photos of any of them, and nobody else’s', () => {
    for (const personId of ['anna', 'ben', 'carl'])
      expect(seen(mother, { personIds: [personId] }), personId).toBe('own-photos');
    expect(seen(mother, { personIds: ['dora'] })).toBe('outside-scope');
  });

  test('keeps a photo of a child in which they said that they are not themselves', () => {
    const not = { ...mother, disownedPhotoIds: ['photo-1'] };
    expect(seen(not, { personIds: ['anna', 'carl'] })).toBe('own-photos');
    expect(seen(not, { personIds: ['carl'] })).toBe('outside-scope');
    expect(photoInScope(ownPhotosOf(not), photo({ personIds: ['carl'] }))).toBe(false);
  });

  test('may ask about each of them alone, as the guest that they are, and about nobody else', () => {
    const about = (personId: string): Guest | null => askingAbout(mother, personId);
    const theirs = (personId: string): string[] =>
      ['anna', 'ben', 'carl'].filter((one) => {
        const alone = about(personId);
        return alone && seen(alone, { personIds: [one] }) === 'own-photos';
      });
    expect(['guest-1', 'guest-2', 'guest-3', 'guest-4'].map(theirs)).toEqual([
      ['carl'],
      ['anna'],
      ['ben'],
      [],
    ]);
    expect(about('guest-2')).toMatchObject({ guestId: 'guest-1', companions: [] });
    expect(about('guest-4')).toBeNull();
  });

  test('searches for each only with the consent given for that one', () => {
    const asked = (personId: string, consents: Record<string, boolean>): string => {
      const companions = mother.companions.map((one) => ({
        ...one,
        consented: consents[one.guestId] ?? true,
      }));
      const alone = askingAbout({ ...mother, consented: consents['guest-1'] ?? true, companions }, personId);
      return alone ? reason(alone, TARGETS['event.selfie']) : 'nobody';
    };
    expect(asked('guest-2', { 'guest-1': false })).toBe('share-link');
    expect(asked('guest-2', { 'guest-2': false })).toBe('consent-required');
    expect(asked('guest-1', { 'guest-1': false })).toBe('consent-required');
  });
});

describe('a photo on its way into somebody’s Drive', () => {
  const organizer: Principal = { kind: 'organizer', userId: 'olivia', helpsWith: [] };
  const send = (who: Principal, draft: Partial<DriveResource> = {}): string =>
    reason(who, { action: 'drive.send', resource: drivePhoto(draft) });
  const KEPT: [string, Partial<DriveResource>, string][] = [
    ['lies in the trash', { trashed: true }, 'deleted'],
    ['waits for approval', { held: true }, 'not-approved'],
    ['shows somebody withheld', { wishes: withheld('ben') }, 'withheld'],
    ['shows nobody knows whom yet', { wishes: { ...NO_WISHES, unknown: true } }, 'not-looked-at'],
  ];
  test.each(KEPT)('stays here when it %s, also for the people who organize the event', (_, draft, why) => {
    for (const who of [organizer, guest(), { kind: 'admin', userId: 'a' } as const])
      expect(send(who, draft)).toBe(why);
  });

  test('is a guest’s only if the guest is in it, and its link opens it', () => {
    const others = { photoId: 'photo-2', personIds: ['ben'] };
    expect(send(guest())).toBe('share-gallery');
    expect(send(guest(), others)).toBe('not-yours');
    expect(send(guest({}, { claimedPhotoIds: ['photo-2'] }), others)).toBe('share-gallery');
    expect(send(guest({}, { disownedPhotoIds: ['photo-1'] }))).toBe('not-yours');
    expect(send(guest({ scope: ALBUM }), { albumIds: ['garden'] })).toBe('outside-scope');
    expect(send(guest({}, { consented: false }))).toBe('consent-required');
    expect(send(guest({}, { ...NOTHING_FOUND, consented: false, companions: [child] }))).toBe(
      'share-gallery',
    );
    expect(send(guest({}, { ...NOTHING_FOUND, companions: [child] }), others)).toBe('not-yours');
    expect(send(organizer, OTHER_EVENT)).toBe('not-your-event');
  });

  test('goes nowhere once the link is shut, whatever shuts it', () => {
    const shut: [ShareDraft, Partial<Guest>, string][] = [
      [{ limits: { revokedAt: at(-1) } }, {}, 'share-revoked'],
      [{ codeRevokedAt: at(-1) }, {}, 'code-revoked'],
      [{ limits: { from: at(1) } }, {}, 'not-yet-open'],
      [{ limits: { until: at(0) } }, {}, 'expired'],
      [{ limits: { passwordRequired: true } }, {}, 'password-required'],
      [{ limits: { approvalRequired: true } }, {}, 'approval-pending'],
      [{}, { refused: true }, 'approval-refused'],
    ];
    for (const [draft, own, why] of shut) {
      expect(send(guest(draft, own))).toBe(why);
      expect(driveScopeOf(guest(draft, own), EVENT, NOW)).toMatchObject({ because: { reason: why } });
    }
  });
});

describe('a photo of somebody who wishes not to be shown', () => {
  const PHOTO_ACTIONS = [
    ...(['photo.view', 'photo.thumbnail', 'photo.preview', 'photo.original', 'photo.metadata'] as const),
    ...(['photo.disown', 'photo.claim'] as const),
  ];
  const seen = (who: Principal, wishes: Partial<PhotoWishes>, personIds = ['anna', 'ben']): string[] => {
    const resource = photo({ personIds, wishes: { ...NO_WISHES, ...wishes } });
    return [...new Set(PHOTO_ACTIONS.map((action) => reason(who, { action, resource })))];
  };
  const ofBen = (seesOwn: boolean): Partial<PhotoWishes> => ({ withheld: [{ personId: 'ben', seesOwn }] });
  const ben = { personIds: ['ben'], photoIds: [] };
  const withBen = { companions: [{ ...child, personIds: ['ben'] }] };

  test.each<[string, ShareDraft]>([
    ['gallery', { scope: { kind: 'gallery' } }],
    ['album', { scope: ALBUM }],
    ['own photos', { scope: { kind: 'own-photos' } }],
    ['a person', { scope: { kind: 'person', personId: 'anna' } }],
  ])('is no visitor’s by a link to %s', (_, draft) => {
    for (const seesOwn of [false, true]) expect(seen(guest(draft), ofBen(seesOwn))).toEqual(['withheld']);
    expect(seen(guest(draft), { unknown: true })).toEqual(['not-looked-at']);
    expect(seen(guest(draft), { blurred: true, unblurred: true })).toEqual(['not-looked-at']);
  });

  test('is theirs again once their selfie found them, if the organizer allows it, and for their family', () => {
    const left = ['share-gallery'];
    expect(seen(guest({}, ben), ofBen(true))).toEqual(left);
    expect(seen(guest({}, ben), ofBen(false))).toEqual(['withheld']);
    expect(seen(guest({}, withBen), ofBen(true))).toEqual(left);
    expect(seen(guest({}, { ...ben, consented: false }), ofBen(true))).toEqual(['withheld']);
    expect(seen(guest({}, { claimedPhotoIds: ['photo-1'] }), ofBen(true))).toEqual(['withheld']);
    const both = { withheld: [...(ofBen(true).withheld ?? []), { personId: 'carl', seesOwn: true }] };
    expect(seen(guest({}, ben), both)).toEqual(['withheld']);
    expect(seen(guest({}, ben), { withheld: [{ personId: null, seesOwn: true }] })).toEqual(['withheld']);
  });

  test('is said to be withheld only of a photo that the link would open', () => {
    const own = guest({ scope: { kind: 'own-photos' } }, { personIds: ['dora'], photoIds: [] });
    expect(seen(own, ofBen(false))).toEqual(['outside-scope']);
    expect(seen(codeHolder(), ofBen(true)).slice(0, 1)).toEqual(['withheld']);
  });

  test('stays with the people who organize the event', () => {
    for (const who of [{ kind: 'admin', userId: 'a' }, organizerOf()] as const)
      expect(seen(who, { ...ofBen(false), unknown: true, blurred: true })).not.toContain('withheld');
  });

  test('leaves with the faces covered, and says so; the organizer gets it as it is', () => {
    const resource = photo({ wishes: { ...NO_WISHES, blurred: true } });
    for (const action of ['photo.thumbnail', 'photo.preview', 'photo.original'] as const) {
      const by = (principal: Principal) => decide({ principal, action, resource, now: NOW });
      expect(by(guest())).toMatchObject({ allowed: true, blurred: true });
      expect(by(codeHolder())).toMatchObject({ allowed: true, blurred: true });
      expect(by(organizerOf())).toMatchObject({ allowed: true, blurred: false });
    }
    const send = { action: 'drive.send', resource: drivePhoto({ wishes: resource.wishes }) } as const;
    expect(decide({ principal: guest(), now: NOW, ...send })).toMatchObject({ blurred: true });
    expect(decide({ principal: organizerOf(), now: NOW, ...send })).toMatchObject({ blurred: false });
  });

  test('gives no cut-out of anybody in it, for others lie beside the face', () => {
    const crop = (wishes: Partial<PhotoWishes>): string =>
      reason(guest(), { action: 'face.crop', resource: face({ wishes: { ...NO_WISHES, ...wishes } }) });
    expect(crop({})).toBe('own-photos');
    expect([crop(ofBen(true)), crop({ blurred: true }), crop({ unknown: true })]).toEqual([
      ...['withheld', 'withheld', 'not-looked-at'],
    ]);
    expect(crop({ withheld: [{ personId: 'anna', seesOwn: true }] })).toBe('own-photos');
  });

  test('closes a link that is about them, at its first page', () => {
    const link = guest({ scope: { kind: 'person', personId: 'ben' }, personWithheld: true });
    expect(reason(link, TARGETS['event.open'])).toBe('person-withheld');
    expect(seen(link, {})).toEqual(['person-withheld']);
  });
});

const organizerOf = (): Principal => ({ kind: 'organizer', userId: 'olivia', helpsWith: [] });

describe('the holder of a link, made of what is known', () => {
  const facts: VisitorFacts = {
    code: { limits: { rights: { zip: false }, until: at(1) }, revokedAt: null },
    share: {
      ...{ id: 'share-1', eventId: 'event-1', attributes: codeHolder().share.attributes },
      ...{ passwordId: null, personWithheld: false, faceSearch: 'offered' },
    },
    guestCount: null,
    refusedBefore: false,
    guest: null,
  };
  const known = {
    ...{ id: 'guest-1', consentedAt: NOW, approvedAt: null as Date | null, refusedAt: null },
    found: { personIds: ['anna'], photoIds: ['photo-9'] },
    statements: { claimedPhotoIds: ['photo-3'], disownedPhotoIds: ['photo-4'] },
    companions: [
      {
        ...{ id: 'guest-2', consentedAt: null, found: { personIds: ['ben'], photoIds: [] } },
        statements: { claimedPhotoIds: [], disownedPhotoIds: ['photo-3'] },
      },
    ],
  };

  test('has what the code leaves of its share, and counts guests only where somebody does', () => {
    const holder = visitorOf({ ...facts, guestCount: 3 }, []);
    expect(holder).toMatchObject({ kind: 'code-holder', guestCount: 3 });
    expect(holder.share.attributes).toMatchObject({ rights: { zip: false }, limits: { until: at(1) } });
    expect(visitorOf({ ...facts, guest: known }, [])).toEqual({
      ...{ kind: 'guest', guestId: 'guest-1', consented: true, approved: false, refused: false },
      ...{ personIds: ['anna'], photoIds: ['photo-9'] },
      ...{ claimedPhotoIds: ['photo-3'], disownedPhotoIds: ['photo-4'] },
      companions: [
        {
          ...{ guestId: 'guest-2', consented: false, personIds: ['ben'], photoIds: [] },
          ...{ claimedPhotoIds: [], disownedPhotoIds: ['photo-3'] },
        },
      ],
      share: holder.share,
    });
  });

  test('is refused where the browser was before, unless the organizer has let the guest in since', () => {
    const before = { ...facts, refusedBefore: true };
    const isRefused = (guest: typeof known | null): boolean => visitorOf({ ...before, guest }, []).refused;
    expect([isRefused(null), isRefused(known), isRefused({ ...known, approvedAt: NOW })]).toEqual([
      ...[true, true, false],
    ]);
    const holder = visitorOf(before, []);
    for (const target of [TARGETS['event.join'], TARGETS['photo.view'], TARGETS['zip.create']])
      expect(reason(holder, target)).toBe('approval-refused');
    expect(reason(holder, TARGETS['event.open'])).toBe('share-link');
  });

  test('has given the password only if it is the present one', () => {
    const given = (passwordId: string | null, gave: string[]): boolean =>
      visitorOf({ ...facts, share: { ...facts.share, passwordId } }, gave).share.passwordVerified;
    expect([given('new', ['new']), given('new', ['old']), given('new', []), given(null, ['old'])]).toEqual([
      ...[true, false, false, false],
    ]);
  });

  test('gets no place of a limited link by not being counted', () => {
    const uncounted = codeHolder({ limits: { maxGuests: 2 }, guestCount: null });
    expect(reason(uncounted, TARGETS['event.join'])).toBe('guests-full');
  });
});
