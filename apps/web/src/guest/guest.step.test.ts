import { describe, expect, it } from 'vitest';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import { type GuestAction, type GuestStep, nextStep } from './guest.step.js';

const welcome: GuestWelcome = {
  eventName: 'Ana and Luis',
  eventDate: '2026-06-13',
  accent: null,
  scope: 'own-photos',
  rights: {
    view: true,
    selfie: true,
    preview: true,
    original: true,
    zip: true,
    upload: false,
    metadata: false,
  },
  faceSearch: 'offered',
  controller: { name: 'Ada', contact: 'ada@example.org', demo: false },
  facesLastDay: '2026-07-13',
  consentVersion: '2026-12-01',
  identified: false,
  consented: false,
  admission: 'open',
  approvalRequired: false,
  guestName: null,
  keepsLooking: false,
  lastVisit: null,
  hasPhotos: true,
  family: [],
};
const person = (id: string, name: string | null, identified = true): FamilyMember => ({
  ...{ id, name, identified, consented: true, keepsLooking: false },
});

const walk = (actions: readonly GuestAction[]): GuestStep =>
  actions.reduce<GuestStep>(nextStep, { kind: 'loading' });

describe('the steps of a guest', () => {
  it('never asks for a selfie before the guest has agreed', () => {
    expect(walk([{ kind: 'welcomed', welcome }]).kind).toBe('consent');
    expect(walk([{ kind: 'welcomed', welcome }, { kind: 'refused' }, { kind: 'findMe' }]).kind).toBe(
      'consent',
    );
    expect(
      walk([
        { kind: 'welcomed', welcome },
        { kind: 'accepted', keepsLooking: false },
      ]).kind,
    ).toBe('selfie');
  });

  it('says why nobody is searched for, where a link opens nothing without, and asks nobody to agree', () => {
    for (const faceSearch of ['ended', 'no-controller'] as const)
      expect(walk([{ kind: 'welcomed', welcome: { ...welcome, faceSearch } }]).kind).toBe('no-search');
    const person = { ...welcome, scope: 'person', faceSearch: 'ended' } as const;
    expect(walk([{ kind: 'welcomed', welcome: person }]).kind).toBe('no-search');
    const gallery = { ...welcome, scope: 'gallery', faceSearch: 'ended' } as const;
    expect(walk([{ kind: 'welcomed', welcome: gallery }]).kind).toBe('photos');
    const found = { ...welcome, consented: true, identified: true, faceSearch: 'no-controller' } as const;
    expect(walk([{ kind: 'welcomed', welcome: found }]).kind).toBe('photos');
  });

  it('shows the photos after a selfie that was found, and at once when the guest comes back', () => {
    expect(
      walk([
        { kind: 'welcomed', welcome },
        { kind: 'accepted', keepsLooking: false },
        { kind: 'searched', outcome: 'found' },
      ]),
    ).toEqual({
      kind: 'photos',
      welcome: { ...welcome, consented: true, identified: true },
      added: null,
    });
    expect(
      walk([{ kind: 'welcomed', welcome: { ...welcome, consented: true, identified: true } }]).kind,
    ).toBe('photos');
  });

  it('asks for another selfie when there was no face, and says so', () => {
    const step = walk([
      { kind: 'welcomed', welcome },
      { kind: 'accepted', keepsLooking: false },
      { kind: 'searched', outcome: 'no-face' },
    ]);
    expect(step).toMatchObject({ kind: 'selfie', again: 'no-face' });
  });

  it('says "not found yet" and lets the guest try again without agreeing a second time', () => {
    const found: GuestAction[] = [
      { kind: 'welcomed', welcome },
      { kind: 'accepted', keepsLooking: false },
      { kind: 'searched', outcome: 'not-found' },
    ];
    expect(walk(found).kind).toBe('not-found');
    expect(walk([...found, { kind: 'findMe' }])).toMatchObject({ kind: 'selfie', again: null });
  });

  it('opens a whole gallery without asking for a face', () => {
    expect(walk([{ kind: 'welcomed', welcome: { ...welcome, scope: 'gallery' } }]).kind).toBe('photos');
  });

  it('asks for consent again after the guest was forgotten', () => {
    const back: GuestAction[] = [
      { kind: 'welcomed', welcome: { ...welcome, consented: true, identified: true } },
      { kind: 'forgotten', receipt: null },
      { kind: 'findMe' },
    ];
    expect(walk(back).kind).toBe('consent');
  });

  it('asks for a selfie of whoever was added, and shows their photos beside the others', () => {
    const [me, mia] = [person('me', null), person('mia', 'Mia', false)];
    const added: GuestAction[] = [
      { kind: 'welcomed', welcome: { ...welcome, consented: true, identified: true, family: [me] } },
      { kind: 'addSomebody' },
      { kind: 'added', welcome: { ...welcome, consented: true, identified: true, family: [me, mia] } },
    ];
    expect(walk(added)).toMatchObject({ kind: 'selfie', forWhom: 'mia', again: null });
    expect(walk([...added, { kind: 'searched', outcome: 'no-face' }])).toMatchObject({ forWhom: 'mia' });
    const lost = walk([...added, { kind: 'searched', outcome: 'not-found' }]);
    expect(lost).toMatchObject({ kind: 'not-found', forWhom: 'mia', welcome: { family: [me, mia] } });
    const found = walk([...added, { kind: 'searched', outcome: 'found' }]);
    expect(found).toMatchObject({ kind: 'photos', welcome: { family: [me, person('mia', 'Mia')] } });
    expect(nextStep(found, { kind: 'findMe' })).toMatchObject({ kind: 'selfie', forWhom: null });
  });

  it('lets who has added somebody find or remove them, also where the page was left before their selfie', () => {
    const family = [{ ...person('me', null, false), consented: false }, person('mia', 'Mia', false)];
    const step = walk([{ kind: 'welcomed', welcome: { ...welcome, family } }]);
    expect(step.kind).toBe('photos');
    expect(nextStep(step, { kind: 'findMe', forWhom: 'mia' })).toMatchObject({ kind: 'selfie' });
    expect(nextStep(step, { kind: 'removed', memberId: 'mia', receipt: null }).kind).toBe('consent');
  });

  it('shows a child’s photos to who wants no search for themselves, until the child is removed', () => {
    const family = [{ ...person('me', null, false), consented: false }, person('mia', 'Mia')];
    const step = walk([{ kind: 'welcomed', welcome: { ...welcome, family } }]);
    expect(step.kind).toBe('photos');
    expect(nextStep(step, { kind: 'removed', memberId: 'mia', receipt: null }).kind).toBe('consent');
  });

  it('asks for the password, then for the place, then waits, and shows photos only after that', () => {
    const gallery: GuestWelcome = { ...welcome, scope: 'gallery', approvalRequired: true };
    const seen = (['password', 'join', 'waiting', 'open', 'full', 'refused'] as const).map(
      (admission) => walk([{ kind: 'welcomed', welcome: { ...gallery, admission } }]).kind,
    );
    expect(seen).toEqual(['password', 'join', 'waiting', 'photos', 'turned-away', 'turned-away']);
  });

  it('does not ask a guest to join who is about to agree to the search anyway', () => {
    expect(walk([{ kind: 'welcomed', welcome: { ...welcome, admission: 'join' } }]).kind).toBe('consent');
    const asked: GuestWelcome = { ...welcome, admission: 'join', approvalRequired: true };
    expect(walk([{ kind: 'welcomed', welcome: asked }]).kind).toBe('join');
  });

  it('knows after a guest was forgotten that nobody is known, and nothing agreed to', () => {
    const known: GuestWelcome = { ...welcome, identified: true, consented: true };
    expect(
      walk([
        { kind: 'welcomed', welcome: known },
        { kind: 'forgotten', receipt: null },
      ]),
    ).toEqual({
      kind: 'forgotten',
      receipt: null,
      welcome: { ...welcome, identified: false, consented: false },
    });
  });

  it('stays closed when the link was revoked', () => {
    const closed: GuestAction[] = [
      { kind: 'refusedByServer', reason: 'This link was revoked.' },
      { kind: 'browse' },
    ];
    expect(walk(closed)).toEqual({ kind: 'closed', reason: 'This link was revoked.' });
  });

  it('opens once the server can be reached again', () => {
    const away: GuestAction = { kind: 'unreachable', reason: 'The server could not be reached.' };
    expect(walk([away])).toEqual(away);
    expect(walk([away, { kind: 'welcomed', welcome }]).kind).toBe('consent');
  });
});

it('tells what another selfie has added, but not what the first one found', () => {
  const searched: GuestAction = { kind: 'searched', outcome: 'found', added: 4 };
  const known: GuestWelcome = { ...welcome, consented: true, identified: true };
  expect(walk([{ kind: 'welcomed', welcome: known }, { kind: 'findMe' }, searched])).toEqual({
    ...{ kind: 'photos', welcome: known, added: 4 },
  });
  expect(
    walk([{ kind: 'welcomed', welcome: { ...known, identified: false } }, searched]),
    'the page counts them itself',
  ).toMatchObject({ kind: 'photos', added: null });
  const again: GuestAction = { kind: 'searched', outcome: 'blurred' };
  expect(walk([{ kind: 'welcomed', welcome: known }, { kind: 'findMe' }, again, { kind: 'browse' }])).toEqual(
    { kind: 'photos', welcome: known, added: null },
  );
});

type Kinds = [first: GuestStep['kind'], afterNo: GuestStep['kind']];
const kindsOf = (link: Partial<GuestWelcome>): Kinds => {
  const first = walk([{ kind: 'welcomed', welcome: { ...welcome, ...link } }]);
  const asked = first.kind === 'consent' ? first : nextStep(first, { kind: 'findMe' });
  return [first.kind, nextStep(nextStep(asked, { kind: 'refused' }), { kind: 'browse' }).kind];
};

describe('what needs no face stays when the search is refused', () => {
  /** view, upload, selfie */
  const RIGHTS = ['---', '--s', '-u-', '-us', 'v--', 'v-s', 'vu-', 'vus'] as const;
  const open: Record<(typeof RIGHTS)[number], Kinds> = {
    '---': ['nothing', 'nothing'],
    '--s': ['nothing', 'nothing'],
    '-u-': ['upload', 'upload'],
    '-us': ['upload', 'upload'],
    'v--': ['photos', 'photos'],
    'v-s': ['photos', 'photos'],
    'vu-': ['photos', 'photos'],
    vus: ['photos', 'photos'],
  };
  const own: typeof open = {
    ...open,
    'v--': ['nothing', 'nothing'],
    'v-s': ['consent', 'nothing'],
    'vu-': ['upload', 'upload'],
    vus: ['consent', 'upload'],
  };
  const links = (['gallery', 'albums', 'person', 'own-photos'] as const).flatMap((scope) =>
    RIGHTS.map((given) => ({ scope, given, expected: (scope === 'own-photos' ? own : open)[given] })),
  );

  it.each(links)('$scope, $given: $expected', ({ scope, given, expected }) => {
    const [view, upload, selfie] = ['v', 'u', 's'].map((right) => given.includes(right));
    const rights = {
      ...welcome.rights,
      view: view === true,
      upload: upload === true,
      selfie: selfie === true,
    };
    expect(kindsOf({ scope, rights })).toEqual(expected);
  });

  it('leads back to the search from each of them', () => {
    const upload = { ...welcome, rights: { ...welcome.rights, upload: true } };
    const refused: GuestAction[] = [{ kind: 'welcomed', welcome: upload }, { kind: 'refused' }];
    expect(walk([...refused, { kind: 'browse' }, { kind: 'findMe' }]).kind).toBe('consent');
    expect(walk([...refused, { kind: 'findMe' }]).kind).toBe('consent');
  });

  it('is not asked for at a link that only takes photos, where guests are counted', () => {
    const rights = { ...welcome.rights, view: false, upload: true };
    expect(walk([{ kind: 'welcomed', welcome: { ...welcome, rights, admission: 'join' } }]).kind).toBe(
      'join',
    );
  });
});
