/**
 * Corrections by an organizer and by a guest in any order, while photos go and come back, and faces are grouped in between; and what
 * somebody wishes about being shown, links and exports about them, with all of that.
 */
import { digestsOf } from '@visage/database/testing/photo.columns';
import {
  CONSENT_VERSION,
  guestPhotoPageSchema,
  photoClaimOutcomeSchema,
} from '@visage/contracts/guest.contract';
import {
  personPageSchema,
  personHistorySchema,
  personSchema,
  undonePersonEditSchema,
  type PersonEdit,
} from '@visage/contracts/person.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import { recogniseAs } from '@visage/database/testing/matched.people';
import { rowsOfEvent, type EventRows } from '@visage/database/testing/event.rows';
import { deed, MODEL_TIMEOUT_MS, pick, playModel, type Deed } from '@visage/testing/model.run';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BrowserJar } from './testing/browser.jar.js';
import { groupAsThoughAlike } from './testing/clusterer.stand-in.js';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

/** Who is in which photo, by number, and what they look like; the last is nobody's, and too poor to be anybody by itself. */
const FACES = [
  { photo: 0, person: 0 },
  { photo: 1, person: 0 },
  { photo: 2, person: 0 },
  { photo: 3, person: 0 },
  { photo: 4, person: 1 },
  { photo: 0, person: 1 },
  { photo: 5, person: 2 },
  { photo: 6, person: null },
] as const;
const PHOTOS = 7;
const PEOPLE = 3;
const LOOKS = FACES.map(({ person }) => person ?? PEOPLE);
const ORGANIZER = 'organizer@example.org';
const DAY_S = 24 * 60 * 60;
/** So much later the next begins: in ten minutes, nobody has said more than a guest may. */
const SEQUENCE_S = 240;
/** Numbers from here on, of twenty, mean a photo or a correction whatever sense it makes. */
const ANYWAY = 16;

let gateway: GatewayFixture;
let organizer: Session;
let organizerId: string;
/** Nobody says anything about this one. */
let other: FilledEvent;
let otherWord: string;
let otherRows: EventRows;
/** Of the event that each sequence finds as it was in the beginning. */
let guest: KnownGuest;

beforeAll(async () => {
  gateway = await startGateway({ SESSION_MINUTES: '1440' }); // a day, so that few sign-ins are needed
  organizerId = await gateway.addUser(ORGANIZER, 'organizer');
  organizer = await gateway.signIn(ORGANIZER);
  other = await fill(await makeEvent());
  guest = await admitGuest(await makeEvent());
  await patch(other.people[0] ?? '', { name: 'Ann' });
  await organizer.post(`/people/${other.people[1]}/merge`, { personIds: [other.people[2]] });
  const stranger = await admitGuest(other.eventId);
  await recogniseAs(gateway.database, stranger.guestId, other.people.slice(0, 1));
  expect((await speak({ ...other, ...stranger }, 1, 'not-me')).status).toBe(204);
  otherWord = (await history(other.eventId))[0]?.id ?? '';
  otherRows = await rowsOfEvent(gateway.database, other.eventId);
});
afterAll(() => gateway.stop());

interface KnownFace {
  id: string;
  index: number;
  photo: number;
  /** Null = nobody's. */
  person: string | null;
}

/** What somebody wishes about being shown to guests, the strictest last: `own` is withheld from all but themselves. */
const WISHES = ['open', 'blurred', 'own', 'withheld'] as const;
type Wish = (typeof WISHES)[number];
const shownAs = (wish: Wish) => ({
  appearance: wish === 'own' ? ('withheld' as const) : wish,
  seesOwn: wish === 'own',
});

interface KnownPerson {
  name: string | null;
  hidden: boolean;
  wish: Wish;
}
const NEW_PERSON: KnownPerson = { name: null, hidden: false, wish: 'open' };

/** A link or an export that is about somebody. */
interface About {
  kind: 'share' | 'export';
  id: string;
  person: string;
}

/** What somebody said about two faces: one person, or not. */
type Pair = readonly ['must' | 'cannot', KnownFace, KnownFace];
/** The same about a face and a person, by id: all faces that are theirs when people are grouped. */
type Word = Pair | readonly [Pair[0], KnownFace, string];

interface Correction {
  kind: PersonEdit['kind'];
  state: 'stands' | 'waits' | 'undone';
  /** As the history tells it. */
  told: Pick<PersonEdit, 'personId' | 'name' | 'newName' | 'count' | 'faceId'>;
  words: readonly Word[];
  /** Words of others about somebody who became another by this, as they were. */
  followed: readonly { of: Correction; words: readonly Word[] }[];
  /** Links and exports about somebody who became another by this. */
  passedOn: readonly { about: About; before: string; after: string }[];
  /** When they were said: the newest word counts. */
  saidAt: number;
  moved: readonly { face: KnownFace; from: string; to: string }[];
  /** People as they were. */
  before: readonly (readonly [string, KnownPerson])[];
  /** What was changed of the person, to be taken back only if it is so still. */
  after: Partial<KnownPerson>;
  /** The photo that the guest spoke of. */
  photo: number | null;
  /** A person whom the guest is not at all. */
  stranger: string | null;
}

/** A face that the guest's selfie was like. */
interface MatchedFace {
  face: KnownFace;
  match: number;
  rank: number;
  /** The word by which it does not count. */
  disowned: Correction | null;
}

interface Model {
  faces: KnownFace[];
  people: Map<string, KnownPerson>;
  trashed: Set<number>;
  /** Oldest first, without what the guest took back. */
  corrections: Correction[];
  /** Whom somebody became who is no more. */
  heirs: Map<string, string>;
  matched: MatchedFace[];
  about: About[];
  /** Photos that the guest was shown as theirs, and those of them that grouping took away. */
  shown: Set<number>;
  kept: Set<number>;
  /** Faces have to be grouped anew. */
  due: boolean;
  words: number;
}

interface FilledEvent {
  eventId: string;
  photos: string[];
  people: string[];
  faces: string[];
}

interface KnownGuest {
  eventId: string;
  browser: BrowserJar;
  token: string;
  guestId: string;
}

type Real = FilledEvent & KnownGuest;

type PersonDeed = Deed<Model, Real>;

const NOTHING = {
  ...{
    words: [],
    followed: [],
    passedOn: [],
    saidAt: 0,
    moved: [],
    before: [],
    after: {},
    photo: null,
    stranger: null,
  },
};
const TOLD = { personId: null, name: null, newName: null, count: 0, faceId: null };

const byGuest = ({ kind }: Correction): boolean => kind === 'notMe' || kind === 'mine';
const facesOf = ({ faces }: Readonly<Model>, person: string): KnownFace[] =>
  faces.filter((face) => face.person === person);
const facesIn = ({ faces }: Readonly<Model>, photo: number): KnownFace[] =>
  faces.filter((face) => face.photo === photo);
const star = (kind: Pair[0], first: KnownFace, others: readonly KnownFace[]): Pair[] =>
  others.map((face) => [kind, first, face] as const);
const pickPerson = ({ people }: Readonly<Model>, which: number): string => pick([...people.keys()], which);
const copyOf = ({ people }: Readonly<Model>, id: string): readonly [string, KnownPerson] => [
  id,
  { ...knownPerson(people, id) },
];

function knownPerson(people: ReadonlyMap<string, KnownPerson>, id: string): KnownPerson {
  const person = people.get(id);
  if (!person) throw new Error(`there is no person ${id}`);
  return person;
}

function say(model: Model, correction: Omit<Correction, 'state' | 'saidAt'> & { state?: 'waits' }): void {
  model.words += 1;
  model.corrections.push({ state: 'stands', ...correction, saidAt: model.words });
  model.due ||= correction.words.length > 0;
}

const aboutPerson = (word: Word): string | null => (typeof word[2] === 'string' ? word[2] : null);

/** What was said about people who are another now. @param heirs old id, new id */
function follow({ corrections }: Model, heirs: ReadonlyMap<string, string>): Correction['followed'] {
  const followed = corrections
    .filter(({ words }) => words.some((word) => heirs.has(aboutPerson(word) ?? '')))
    .map((of) => ({ of, words: of.words }));
  for (const { of } of followed)
    of.words = of.words.map((word) => {
      const heir = heirs.get(aboutPerson(word) ?? '');
      return heir === undefined ? word : ([word[0], word[1], heir] as const);
    });
  return followed;
}

/** Words as pairs of faces: somebody who is one with a person is one with all of them. */
function pairsOf(model: Readonly<Model>, words: readonly Word[]): Pair[] {
  return words.flatMap(([kind, face, other]): Pair[] => {
    if (typeof other !== 'string') return [[kind, face, other]];
    const theirs = facesOf(model, other);
    const among = kind === 'must' && theirs[0] ? star(kind, theirs[0], theirs.slice(1)) : [];
    return [
      ...star(
        kind,
        face,
        theirs.filter((one) => one !== face),
      ),
      ...among,
    ];
  });
}

/** The strictest of both; who is withheld sees themselves where each of both who is withheld does. */
function strictest(a: Wish, b: Wish): Wish {
  return WISHES.indexOf(a) > WISHES.indexOf(b) ? a : b;
}

/** Whoever has no face is nobody, unless a link or an export is about them. */
function endFaceless(model: Model): void {
  for (const id of model.people.keys())
    if (facesOf(model, id).length === 0 && !model.about.some(({ person }) => person === id))
      model.people.delete(id);
}

const nowOf = ({ heirs }: Readonly<Model>, person: string): string => heirs.get(person) ?? person;

/** Faces go where they are said to: whoever has none left becomes whom most of theirs are. */
function reassign(model: Model, owners: readonly (string | null)[]): void {
  const heirs = heirsOf(model, owners);
  follow(model, heirs);
  for (const [before, heir] of [...heirs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [ended, person] = [knownPerson(model.people, before), model.people.get(heir)];
    if (person) person.hidden ||= ended.hidden;
    if (person) person.wish = strictest(person.wish, ended.wish);
  }
  // of several who become one, the name of whoever was in most photos
  const weight = (id: string): number =>
    new Set(facesOf(model, id).flatMap(({ photo }) => (model.trashed.has(photo) ? [] : [photo]))).size;
  for (const [before, heir] of [...heirs].sort(([a], [b]) => weight(b) - weight(a) || (a < b ? -1 : 1))) {
    const person = model.people.get(heir);
    if (person) person.name ??= knownPerson(model.people, before).name;
  }
  for (const [index, face] of model.faces.entries()) face.person = owners[index] ?? null;
  passOn(model, heirs);
  endFaceless(model);
  become(model, heirs);
}

/** Links and exports about people who are another now. */
function passOn({ about }: Model, heirs: ReadonlyMap<string, string>): Correction['passedOn'] {
  return about.flatMap((one) => {
    const [before, after] = [one.person, heirs.get(one.person)];
    if (after === undefined) return [];
    one.person = after;
    return [{ about: one, before, after }];
  });
}

function become(model: Model, heirs: ReadonlyMap<string, string>): void {
  for (const [ended, heir] of model.heirs) model.heirs.set(ended, heirs.get(heir) ?? heir);
  for (const [ended, heir] of heirs) model.heirs.set(ended, heir);
  for (const [ended, heir] of model.heirs) if (!model.people.has(heir)) model.heirs.delete(ended);
}

/** What the selfie found counts again, since nobody says otherwise any more. */
function countAgain({ matched }: Model, word: Correction): void {
  for (const one of matched) if (one.disowned === word) one.disowned = null;
}

/** A guest's word counts no more, and its face goes back, unless somebody has made it another's since, or one with others. */
function withdraw(model: Model, word: Correction): void {
  if (word.words.length > 0 || word.moved.length > 0) model.due = true;
  const since = model.corrections
    .filter((one) => !byGuest(one) && one.saidAt > word.saidAt)
    .flatMap(({ words }) => words);
  for (const { face, from, to } of word.moved) {
    const tied = since.some(([kind, a, b]) => kind === 'must' && (a === face || b === face || b === to));
    if (face.person !== to || tied || !model.people.has(from)) continue;
    reassign(
      model,
      model.faces.map((one) => (one === face ? from : one.person)),
    );
  }
  Object.assign(word, { words: [], moved: [] });
}

const wordsOf = ({ corrections }: Readonly<Model>): Correction[] =>
  corrections.filter((one) => byGuest(one) && one.state !== 'undone');

function takeBack(model: Model, photo: number): void {
  for (const word of wordsOf(model)) {
    if (word.photo !== photo) continue;
    withdraw(model, word);
    countAgain(model, word);
    model.corrections = model.corrections.filter((one) => one !== word);
  }
}

/** Of each match whom most of its faces are; of several with as many, the one of the face that was most similar. */
function guestPeople({ matched }: Readonly<Model>): string[] {
  const counting = matched.filter(({ face, disowned }) => face.person !== null && !disowned);
  const matches = [...new Set(counting.map(({ match }) => match))].sort((a, b) => a - b);
  return [
    ...new Set(
      matches.map((match) => {
        const own = counting.filter((one) => one.match === match);
        const faces = (person: string): number => own.filter(({ face }) => face.person === person).length;
        const nearest = (person: string): number =>
          Math.min(...own.filter(({ face }) => face.person === person).map(({ rank }) => rank));
        const people = [...new Set(own.map(({ face }) => face.person ?? ''))];
        return (
          people.sort((a, b) => faces(b) - faces(a) || nearest(a) - nearest(b) || (a < b ? -1 : 1))[0] ?? ''
        );
      }),
    ),
  ];
}
/** The guest is found in the photo, whatever they said. */
const isFound = (model: Readonly<Model>, photo: number): boolean => {
  const people = guestPeople(model);
  return facesIn(model, photo).some(
    (face) =>
      people.includes(face.person ?? '') ||
      (face.person === null && model.matched.some((one) => one.face === face && !one.disowned)),
  );
};
const saysOf = (
  model: Readonly<Model>,
  photo: number,
  kind: Correction['kind'],
  state: Correction['state'],
): boolean =>
  wordsOf(model).some((word) => word.photo === photo && word.kind === kind && word.state === state);
const isMine = (model: Readonly<Model>, photo: number): boolean =>
  !saysOf(model, photo, 'notMe', 'stands') &&
  (saysOf(model, photo, 'mine', 'stands') || model.kept.has(photo) || isFound(model, photo));
const claimedFaces = (model: Readonly<Model>): KnownFace[] =>
  wordsOf(model).flatMap(({ kind, state, told }) =>
    kind === 'mine' && state === 'stands' ? model.faces.filter(({ id }) => id === told.faceId) : [],
  );
/** A claimed face is one with all of whom the guest surely is, or else with those claimed before. */
function tiesOf(model: Readonly<Model>, face: KnownFace): Pair[] {
  const [person = ''] = guestPeople(model);
  const own = facesOf(model, person);
  return star('must', face, own.length > 0 ? own : claimedFaces(model).filter((claimed) => claimed !== face));
}

const patch = (id: string, body: object): Promise<Response> =>
  organizer.fetch(`/people/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** A deed after which all people and faces are as the model says. */
const corrected = (
  label: string,
  run: (model: Model, real: Real) => Promise<void>,
  can?: (model: Readonly<Model>) => boolean,
): PersonDeed =>
  deed({
    label,
    ...(can && { can }),
    async run(model, real) {
      await run(model, real);
      await compare(model, real);
    },
  });

const rename = ([which, name]: [number, string | null]): PersonDeed =>
  corrected(`person ${which} is called ${name}`, async (model) => {
    const id = pickPerson(model, which);
    const person = knownPerson(model.people, id);
    const before = [copyOf(model, id)];
    expect((await patch(id, { name })).status).toBe(200);
    if (person.name === name) return;
    say(model, {
      ...NOTHING,
      kind: 'name',
      told: { ...TOLD, personId: id, name: person.name, newName: name },
      before,
      after: { name },
    });
    person.name = name;
  });

const setHidden = ([which, hidden]: [number, boolean]): PersonDeed =>
  corrected(`person ${which} is ${hidden ? 'hidden' : 'shown'}`, async (model) => {
    const id = pickPerson(model, which);
    const person = knownPerson(model.people, id);
    const before = [copyOf(model, id)];
    expect((await patch(id, { hidden })).status).toBe(200);
    if (person.hidden === hidden) return;
    say(model, {
      ...NOTHING,
      kind: hidden ? 'hide' : 'show',
      told: { ...TOLD, personId: id, name: person.name },
      before,
      after: { hidden },
    });
    person.hidden = hidden;
  });

const wish = ([which, wished]: [number, Wish]): PersonDeed =>
  corrected(`person ${which} is ${wished}`, async (model) => {
    const id = pickPerson(model, which);
    const person = knownPerson(model.people, id);
    const before = [copyOf(model, id)];
    expect((await patch(id, shownAs(wished))).status).toBe(200);
    if (person.wish === wished) return;
    say(model, {
      ...NOTHING,
      kind: ({ open: 'reveal', blurred: 'blur', own: 'withhold', withheld: 'withhold' } as const)[wished],
      told: { ...TOLD, personId: id, name: person.name },
      before,
      after: { wish: wished },
    });
    person.wish = wished;
  });

/** In the names of links that are about somebody. */
const ABOUT = 'about somebody';

const tell = ([which, kind]: [number, About['kind']]): PersonDeed =>
  corrected(`person ${which} gets a ${kind}`, async (model, { eventId }) => {
    const person = pickPerson(model, which);
    const { prisma } = gateway.database;
    const share = { scope: { kind: 'person' }, personId: person, name: ABOUT, rights: {}, presentation: {} };
    const { id } =
      kind === 'share'
        ? await prisma.share.create({ data: { eventId, ...share } })
        : await prisma.driveExport.create({
            data: { eventId, kind: 'person', subjectId: person, folderName: ABOUT },
          });
    model.about.push({ kind, id, person });
  });

const merge = ([which, whom]: [number, number[]]): PersonDeed =>
  corrected(`people ${whom.join(' and ')} are person ${which}`, async (model) => {
    const id = pickPerson(model, which);
    const named = whom.map((one) => pickPerson(model, one));
    const others = [...new Set(named)].filter((one) => one !== id);
    const person = knownPerson(model.people, id);
    const before = [id, ...others].map((one) => copyOf(model, one));
    const names = [...new Set(before.flatMap((one) => one[1].name ?? []))];
    const ask = (name?: string): Promise<Response> =>
      organizer.post(`/people/${id}/merge`, { personIds: named, name });
    if (names.length > 1 && others.length > 0)
      expect((await ask()).status, 'nobody said which name').toBe(409);
    const several = names.length > 1 ? names[which % names.length] : undefined;
    const response = await ask(several);
    expect(response.status).toBe(200);
    expect(personSchema.parse(await response.json()).id).toBe(id);
    if (others.length === 0) return;
    const moved = model.faces.flatMap((face) =>
      others.includes(face.person ?? '') ? [{ face, from: face.person ?? '', to: id }] : [],
    );
    const name = several ?? names[0] ?? null;
    const hidden = before.some((one) => one[1].hidden);
    const wish = before.map((one) => one[1].wish).reduce(strictest);
    const after = {
      ...(name !== person.name && { name }),
      ...(hidden !== person.hidden && { hidden }),
      ...(wish !== person.wish && { wish }),
    };
    const heirs = new Map(others.map((one) => [one, id]));
    const told = { ...TOLD, personId: id, name: person.name, newName: name, count: others.length };
    say(model, {
      ...NOTHING,
      kind: 'merge',
      told,
      before,
      after,
      moved,
      followed: follow(model, heirs),
      passedOn: passOn(model, heirs),
      words: moved.map(({ face }) => ['must', face, id] as const),
    });
    Object.assign(person, { name, hidden, wish });
    for (const { face } of moved) face.person = id;
    for (const one of others) model.people.delete(one);
    become(model, heirs);
  });

const part = ([which, marks]: [number, boolean[]]): PersonDeed =>
  corrected(
    `of person ${which} these are taken out: ${marks.map((out) => (out ? 'x' : '-')).join('')}`,
    async (model) => {
      const id = pickPerson(model, which);
      const all = facesOf(model, id);
      const leaving = all.filter((_, face) => marks[face]);
      const kept = all.filter((face) => !leaving.includes(face));
      const [first] = leaving;
      if (!first) return;
      const response = await organizer.post(`/people/${id}/split`, {
        faceIds: leaving.map((face) => face.id),
      });
      if (kept.length === 0) return expect(response.status, 'nobody would be left').toBe(422);
      expect(response.status).toBe(201);
      const to = personSchema.parse(await response.json()).id;
      expect(model.people.has(to), 'they are nobody whom the event knows').toBe(false);
      const told = { ...TOLD, personId: id, name: knownPerson(model.people, id).name, count: leaving.length };
      const moved = leaving.map((face) => ({ face, from: id, to }));
      const words = [...star('must', first, leaving.slice(1)), ['cannot', first, id] as const];
      say(model, { ...NOTHING, kind: 'part', told, before: [copyOf(model, id)], moved, words });
      model.people.set(to, { ...NEW_PERSON });
      for (const face of leaving) face.person = to;
    },
  );

/** People, faces and words of one event mean nothing in another. */
const STRANGE = {
  merge: (_: Real, id: string) => organizer.post(`/people/${id}/merge`, { personIds: [other.people[0]] }),
  part: (_: Real, id: string) => organizer.post(`/people/${id}/split`, { faceIds: [other.faces[0]] }),
  undo: ({ eventId }: Real) => organizer.post(`/events/${eventId}/people/history/${otherWord}/undo`, {}),
  claim: ({ browser, token, photos }: Real) =>
    browser.post(`/guest/${token}/photos/${photos[PHOTOS - 1]}/me`, { faceId: other.faces[0] }),
};

const meddle = ([which, how]: [number, keyof typeof STRANGE]): PersonDeed =>
  corrected(`${how} with another event, of person ${which}`, async (model, real) => {
    const response = await STRANGE[how](real, pickPerson(model, which));
    expect([404, 409, 422]).toContain(response.status);
  });

const undo = corrected('the organizer undoes the last correction', async (model, { eventId }) => {
  const last = model.corrections.findLast((one) => !byGuest(one) && one.state === 'stands');
  const response = await organizer.post(`/events/${eventId}/people/undo`, {});
  expect(response.status).toBe(last ? 200 : 409);
  if (last) await takenBack(model, last, response);
});

/** What nobody has changed since is as it was before, and the answer says how much that is. */
async function takenBack(model: Model, one: Correction, response: Response): Promise<void> {
  const owners = model.faces.map(({ person }) => person);
  const put = new Map(
    wordsOf(model).flatMap(({ moved }) => moved.map(({ face, to }) => [face, to] as const)),
  );
  let back = 0;
  const going = one.moved.filter(
    ({ face, to }) => face.person === nowOf(model, to) || face.person === put.get(face),
  );
  const before = withLaterWish(model, one, going);
  for (const { face, from } of going) {
    const copy = before.find(([id]) => id === from);
    if (!model.people.has(from) && !copy) continue;
    if (copy && !model.people.has(from)) {
      model.people.set(from, { ...copy[1] });
      model.heirs.delete(from);
    }
    owners[face.index] = from;
    back += 1;
  }
  reassign(model, owners);
  passBack(model, one);
  for (const { of, words } of one.followed)
    of.words = of.words.map((word, index) => {
      const before = aboutPerson(words[index] ?? word);
      return before === null || !model.people.has(before) ? word : (words[index] ?? word);
    });
  const [id = '', copy] = one.before[0] ?? [];
  const person = model.people.get(id);
  for (const field of ['name', 'hidden', 'wish'] as const) {
    if (one.after[field] === undefined || person?.[field] !== one.after[field]) continue;
    back += 1;
    Object.assign(person, { [field]: copy?.[field] });
  }
  const { back: told, stays } = undonePersonEditSchema.parse(await response.json());
  const all = one.moved.length + Object.keys(one.after).length;
  expect([told, stays], 'what goes back, and what stays').toEqual([back, all - back]);
  model.due ||= one.kind === 'merge' || one.kind === 'part';
  Object.assign(one, { state: 'undone', words: [], moved: [], followed: [], passedOn: [] });
}

/** What was wished since for whoever some became was wished for them, too. */
function withLaterWish(
  { people, heirs }: Readonly<Model>,
  { before, after }: Correction,
  [first]: Correction['moved'],
): Correction['before'] {
  const became = first && people.get(heirs.get(first.to) ?? first.to);
  const rank = (wish: Wish): number => WISHES.indexOf(wish === 'own' ? 'withheld' : wish);
  const then = after.wish ?? before[0]?.[1].wish;
  if (!became || then === undefined || rank(became.wish) === rank(then)) return before;
  return before.map(([id, person]) => [
    id,
    rank(became.wish) > rank(person.wish) ? { ...person, wish: became.wish } : person,
  ]);
}

/** Links and exports are about whom they were about before, or whom most of that person's faces are by now. */
function passBack(model: Model, { passedOn, moved, before }: Correction): void {
  for (const { about, before: id, after } of passedOn) {
    if (about.person !== nowOf(model, after)) continue;
    if (!model.people.has(id)) {
      const now = moved.flatMap(({ face, from }) => (from === id ? (face.person ?? []) : []));
      const count = (owner: string): number => now.filter((one) => one === owner).length;
      const [heir] = [...new Set(now)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
      if (heir !== undefined) {
        about.person = heir;
        continue;
      }
      const copy = before.find(([one]) => one === id);
      if (copy) model.people.set(id, { ...copy[1] });
      model.heirs.delete(id);
    }
    about.person = id;
  }
}

const speak = (
  { browser, token, photos }: Real,
  photo: number,
  word: 'not-me' | 'me' | 'word',
  body: object = {},
): Promise<Response> => {
  const path = `/guest/${token}/photos/${photos[photo]}/${word}`;
  return word === 'word' ? browser.fetch(path, { method: 'DELETE' }) : browser.post(path, body);
};

/** Mostly one of which it makes sense. */
function pickPhoto(model: Readonly<Model>, which: number, makesSense: (photo: number) => boolean): number {
  const all = Array.from({ length: PHOTOS }, (_, photo) => photo);
  const some = which < ANYWAY ? all.filter(makesSense) : all;
  return pick(some.length > 0 ? some : all, which);
}

const disown = (which: number): PersonDeed =>
  corrected(`the guest is not in ${which}`, async (model, real) => {
    const photo = pickPhoto(model, which, (one) => isMine(model, one) && !model.trashed.has(one));
    const response = await speak(real, photo, 'not-me');
    if (model.trashed.has(photo)) return expect(response.status).toBe(404);
    if (!isMine(model, photo)) return expect(response.status).toBe(403);
    expect(response.status).toBe(204);
    takeBack(model, photo);
    const people = guestPeople(model);
    const theirs = facesIn(model, photo).filter(({ person }) => person !== null && people.includes(person));
    const [face] = theirs.length === 1 ? theirs : [];
    const person = face?.person ?? null;
    if (!face || person === null) {
      say(model, { ...NOTHING, kind: 'notMe', told: TOLD, photo });
      return disownMatched(model, photo);
    }
    const told = {
      ...TOLD,
      personId: person,
      name: knownPerson(model.people, person).name,
      faceId: face.id,
    };
    say(model, { ...NOTHING, kind: 'notMe', told, photo, ...(await learnt(model, face, person)) });
    disownMatched(model, photo);
  });

/** What the newest word takes from what the selfie found. */
function disownMatched({ corrections, matched }: Model, photo: number): void {
  const word = corrections.at(-1);
  for (const one of matched)
    if (word && (one.face.photo === photo || (word.stranger !== null && one.face.person === word.stranger)))
      one.disowned ??= word;
}

/** One word about a few of many photos tells whose a face is not; half of them and more, who the guest is not. */
async function learnt(
  model: Model,
  face: KnownFace,
  person: string,
): Promise<Pick<Correction, 'words' | 'moved' | 'stranger'>> {
  const claimed = star('cannot', face, claimedFaces(model));
  const shown = facesOf(model, person).filter(
    (one) => one.photo !== face.photo && !model.trashed.has(one.photo),
  );
  const stranger = shown.some((one) => !saysOf(model, one.photo, 'notMe', 'stands')) ? null : person;
  if (guestPeople(model).length > 1) return { words: claimed, moved: [], stranger };
  const earlier = wordsOf(model).filter(({ kind, told }) => kind === 'notMe' && told.personId === person);
  const parted = earlier.filter(({ moved }) => moved.length > 0);
  const own = facesOf(model, person);
  if (2 * (earlier.length + 1) >= own.length + parted.length) {
    for (const word of parted) withdraw(model, word);
    return { words: claimed, moved: [], stranger };
  }
  const { personId: to } = await gateway.database.prisma.face.findUniqueOrThrow({ where: { id: face.id } });
  if (to === null || model.people.has(to)) throw new Error('the face became nobody of its own');
  face.person = to;
  // no guest ends what somebody wishes by saying who that is not
  const { wish } = knownPerson(model.people, person);
  model.people.set(to, { ...NEW_PERSON, wish: wish === 'own' ? 'withheld' : wish });
  return {
    words: [...claimed, ['cannot', face, person]],
    moved: [{ face, from: person, to }],
    stranger,
  };
}

const claim = ([which, whose]: [number, number]): PersonDeed =>
  corrected(`the guest is in ${which}, face ${whose}`, async (model, real) => {
    const photo = pickPhoto(model, which, (one) => !isMine(model, one) && !model.trashed.has(one));
    const face = pick(facesIn(model, photo), whose);
    const response = await speak(real, photo, 'me', { faceId: face.id });
    if (model.trashed.has(photo)) return expect(response.status).toBe(404);
    if (isMine(model, photo)) return expect(response.status).toBe(409);
    expect(response.status).toBe(200);
    const { outcome } = photoClaimOutcomeSchema.parse(await response.json());
    takeBack(model, photo);
    const { person } = face;
    if (person !== null && guestPeople(model).includes(person)) return expect(outcome).toBe('added');
    const known = person === null ? null : knownPerson(model.people, person);
    const isKnown =
      known !== null &&
      (known.name !== null ||
        known.hidden ||
        known.wish !== 'open' ||
        facesOf(model, person ?? '').length > 1);
    const refused = model.corrections.some(
      (one) => one.kind === 'mine' && one.photo === photo && one.state === 'undone',
    );
    const waits = isKnown || refused;
    expect(outcome).toBe(waits ? 'waiting' : 'added');
    const told = { ...TOLD, personId: person, name: known?.name ?? null, faceId: face.id };
    const ties = { words: waits ? [] : tiesOf(model, face), ...(waits && { state: 'waits' as const }) };
    say(model, { ...NOTHING, kind: 'mine', told, photo, ...ties });
  });

const takeWordBack = (which: number): PersonDeed =>
  corrected(`the guest says nothing of ${which} any more`, async (model, real) => {
    const photo = pickPhoto(model, which, (one) => wordsOf(model).some((word) => word.photo === one));
    expect((await speak(real, photo, 'word')).status).toBe(204);
    takeBack(model, photo);
  });

const answer = ([which, how]: [number, 'undo' | 'accept']): PersonDeed =>
  corrected(
    `correction ${which}: ${how}`,
    async (model, { eventId }) => {
      const guests = which < ANYWAY ? wordsOf(model) : [];
      const one = pick(guests.length > 0 ? guests : model.corrections, which);
      const edit = pick(await history(eventId), model.corrections.toReversed().indexOf(one));
      const response = await organizer.post(`/events/${eventId}/people/history/${edit.id}/${how}`, {});
      const meant = how === 'accept' ? one.state === 'waits' : one.state !== 'undone';
      expect(response.status).toBe(meant ? 200 : 409);
      if (!meant) return;
      if (how === 'undo') {
        if (!byGuest(one)) return takenBack(model, one, response);
        withdraw(model, one);
        countAgain(model, one);
        one.state = 'undone';
        return;
      }
      const [face] = model.faces.filter(({ id }) => id === one.told.faceId);
      model.words += 1;
      Object.assign(one, { state: 'stands', words: face ? tiesOf(model, face) : [], saidAt: model.words });
      model.due ||= one.words.length > 0;
    },
    (model) => model.corrections.length > 0,
  );

const foresee = (which: number): PersonDeed =>
  corrected(
    `the organizer asks what undoing correction ${which} would do`,
    async (model, { eventId }) => {
      const one = pick(model.corrections, which);
      const edit = pick(await history(eventId), model.corrections.toReversed().indexOf(one));
      const response = await organizer.fetch(`/events/${eventId}/people/history/${edit.id}/undo`);
      expect(response.status).toBe(one.state === 'undone' ? 409 : 200);
    },
    (model) => model.corrections.length > 0,
  );

const look = corrected('the guest looks at their photos', async (model, { browser, token }) => {
  expect((await browser.fetch(`/guest/${token}/photos`)).status).toBe(200);
  for (let photo = 0; photo < PHOTOS; photo += 1)
    if (isMine(model, photo) && !model.trashed.has(photo)) model.shown.add(photo);
});

const takeSelfie = (whom: number[]): PersonDeed =>
  corrected(`the guest's selfie looks like people ${whom.join(' and ')}`, async (model, { guestId }) => {
    const people = [...new Set(whom.map((one) => pickPerson(model, one)))];
    const known = guestPeople(model);
    const next = Math.max(-1, ...model.matched.map(({ match }) => match)) + 1;
    for (const [match, person] of people.entries()) {
      const isStranger = wordsOf(model).some(({ stranger }) => stranger === person);
      if (isStranger && !known.includes(person)) continue;
      for (const [rank, face] of facesOf(model, person).slice(0, 5).entries())
        if (!model.matched.some((one) => one.face === face))
          model.matched.push({ face, match: next + match, rank, disowned: null });
    }
    await recogniseAs(gateway.database, guestId, people, gateway.clock.now());
  });

const choose = ([what, chosen]: ['trash' | 'restore', number[]]): PersonDeed =>
  corrected(`${what} ${chosen.join(' and ')}`, async (model, { eventId, photos }) => {
    const response = await organizer.post(`/events/${eventId}/photos/${what}`, {
      photoIds: chosen.map((photo) => photos[photo]),
    });
    expect(response.status).toBe(200);
    for (const photo of chosen)
      if (what === 'trash') model.trashed.add(photo);
      else model.trashed.delete(photo);
  });

/** Somebody new, whom grouping makes of faces of somebody withheld or blurred, wishes the same. */
function wishOfNew(model: Readonly<Model>, owners: readonly (string | null)[], owner: string): Wish {
  const wishes = model.faces.map(({ index, person }) =>
    owners[index] === owner && person !== null ? knownPerson(model.people, person).wish : 'open',
  );
  const wish = wishes.reduce(strictest);
  return wish === 'own' ? 'withheld' : wish;
}

const group = (mistaken: [number, number][]): PersonDeed =>
  corrected(`faces are grouped, mistaken: ${JSON.stringify(mistaken)}`, async (model, { eventId }) => {
    const looks = LOOKS.map((look, index) => mistaken.find(([face]) => face === index)?.[1] ?? look);
    await groupAsThoughAlike(gateway, eventId, looks);
    const after = await stateOf(eventId);
    judge(model, looks, after.owners);
    const lasting = lastingPeople(model, after.owners);
    for (const id of lasting)
      expect(
        after.people.map(([one]) => one),
        'who keeps most of their faces lives on',
      ).toContain(id);
    const heirs = heirsOf(model, after.owners);
    for (const [id, { name, hidden, wish: wished }] of model.people)
      if (name !== null || hidden || wished !== 'open')
        expect(
          [...after.people.map(([one]) => one), ...heirs.keys()],
          `${name}, of whom somebody said something, is somebody`,
        ).toContain(id);
    const found = [...Array(PHOTOS).keys()].filter((photo) => isFound(model, photo));
    // whom grouping found is new to everybody
    for (const owner of after.owners)
      if (owner !== null && !model.people.has(owner))
        model.people.set(owner, { ...NEW_PERSON, wish: wishOfNew(model, after.owners, owner) });
    reassign(model, after.owners);
    for (const photo of found) if (model.shown.has(photo) && !isFound(model, photo)) model.kept.add(photo);
    model.due = false;
  });

/** Which faces hang together by these pairs. */
function componentsOf(pairs: readonly (readonly [number, number])[]): number[] {
  const component = [...FACES.keys()];
  for (const [a, b] of pairs) {
    const [from, to] = [component[a], component[b] ?? 0];
    for (const face of component.keys()) if (component[face] === from) component[face] = to;
  }
  return component;
}
const indexes = (pairs: readonly Pair[], kind: Pair[0]): (readonly [number, number])[] =>
  pairs.flatMap(([said, a, b]) => (said === kind ? [[a.index, b.index] as const] : []));

/** Pairs of corrections that nothing newer contradicts, directly or over other faces. */
function uncontested(model: Readonly<Model>): Pair[] {
  const said: Pair[] = [];
  const sure: Pair[] = [];
  for (const { words } of [...model.corrections].sort((a, b) => b.saidAt - a.saidAt)) {
    const pairs = pairsOf(model, words);
    said.push(...pairs);
    const component = componentsOf(indexes(said, 'must'));
    const torn = indexes(said, 'cannot').flatMap(([a, b]) =>
      component[a] === component[b] ? [component[a]] : [],
    );
    if (!pairs.some(([, a, b]) => [a, b].some(({ index }) => torn.includes(component[index]))))
      sure.push(...pairs);
  }
  return sure;
}

/** Whether a grouping keeps to what was said, and otherwise to how the faces look. */
function judge(model: Readonly<Model>, looks: readonly number[], owners: readonly (string | null)[]): void {
  const { corrections, faces } = model;
  const sure = uncontested(model);
  for (const [a, b] of indexes(sure, 'must')) expect(owners[a], `${a} and ${b} are one`).toBe(owners[b]);
  for (const [a, b] of indexes(sure, 'cannot'))
    expect(owners[a] === null || owners[a] !== owners[b], `${a} is not ${b}`).toBe(true);
  const said = corrections.flatMap(({ words }) => pairsOf(model, words));
  const tied = componentsOf(indexes(said, 'must'));
  const mentioned = new Set(said.flatMap(([, a, b]) => [a.index, b.index]));
  const every = [...faces.keys()].flatMap((a) =>
    [...faces.keys()].flatMap((b) => (a < b ? [[a, b] as const] : [])),
  );
  const alike = every.filter(([a, b]) => looks[a] === looks[b]);
  const component = componentsOf([...alike, ...indexes(said, 'must')]);
  const isFree = (face: number): boolean =>
    component.every((one, index) => one !== component[face] || !mentioned.has(index));
  const oneEach = (face: number): boolean => {
    const photos = faces
      .filter(({ index }) => component[index] === component[face])
      .map(({ photo }) => photo);
    return new Set(photos).size === photos.length;
  };
  /** Poor, so that it may be nobody's, and left with somebody so that what was said about them goes on. */
  const isLeft = (face: number): boolean => {
    const person = faces[face]?.person ?? null;
    if (FACES[face]?.person !== null || person === null || owners[face] !== person) return false;
    const { name, hidden, wish: wished } = knownPerson(model.people, person);
    return wished !== 'open' || ((name !== null || hidden) && facesOf(model, person).length === 1);
  };
  for (const [a, b] of every) {
    if (isLeft(a) || isLeft(b)) continue;
    const together = owners[a] !== null && owners[a] === owners[b];
    // who looks the same twice in one photo is there twice: a mirror, or the strip of a photo booth
    if (faces[a]?.photo === faces[b]?.photo && tied[a] !== tied[b] && looks[a] !== looks[b])
      expect(together, `${a} and ${b} are in one photo`).toBe(false);
    if (component[a] !== component[b]) expect(together, `nothing says that ${a} is ${b}`).toBe(false);
    if (looks[a] === looks[b] && isFree(a) && oneEach(a))
      expect(together, `nothing says that ${a} is not ${b}`).toBe(true);
  }
  for (const [face, owner] of owners.entries())
    if (FACES[face]?.person !== null) expect(owner, `${face} is somebody`).not.toBeNull();
}

/** Who has most faces of each who is nobody any more; of several with as many, the first by id. */
function heirsOf(model: Readonly<Model>, owners: readonly (string | null)[]): Map<string, string> {
  const ended = [...model.people.keys()].filter((person) => !owners.includes(person));
  return new Map(
    ended.flatMap((person) => {
      const now = facesOf(model, person).flatMap(({ index }) => owners[index] ?? []);
      const count = (owner: string): number => now.filter((one) => one === owner).length;
      const [heir] = [...new Set(now)].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
      return heir === undefined ? [] : [[person, heir] as const];
    }),
  );
}

/** Those of whom most faces are in one group, in which nobody else who is has a name, a wish, a link, is known to a guest, or has as many. */
function lastingPeople(model: Readonly<Model>, owners: readonly (string | null)[]): string[] {
  const groups = [...new Set(owners)].filter((owner) => owner !== null);
  const claims = [...model.people].flatMap(([person, { name, hidden, wish }]) => {
    const inGroup = (owner: string): number =>
      facesOf(model, person).filter(({ index }) => owners[index] === owner).length;
    const most = Math.max(...groups.map(inGroup));
    const known = model.matched.some(({ face, disowned }) => face.person === person && !disowned);
    const linked = model.about.some((one) => one.person === person);
    const standing = [name !== null, hidden || wish !== 'open', linked, known];
    const weight = standing.map(Number).join('') + String(most).padStart(3, '0');
    return most > 0
      ? groups.filter((owner) => inGroup(owner) === most).map((owner) => ({ person, owner, weight }))
      : [];
  });
  return claims.flatMap(({ person, owner, weight }) => {
    const elsewhere = claims.some((one) => one.person === person && one.owner !== owner);
    const contested = claims.some(
      (one) => one.person !== person && one.owner === owner && one.weight >= weight,
    );
    return elsewhere || contested ? [] : [person];
  });
}

async function stateOf(eventId: string): Promise<{
  owners: (string | null)[];
  people: (readonly [string, KnownPerson])[];
  /** Id of a link or an export -> whom it is about. */
  about: Record<string, string | null>;
  due: boolean;
}> {
  const [row] = await gateway.database.prisma.$queryRaw<Awaited<ReturnType<typeof stateOf>>[]>`
    select "facesRevision" > "groupedRevision" as due,
      (select json_agg("personId" order by id) from "Face" where "eventId" = ${eventId}::uuid) as owners,
      (select json_agg(json_build_array(id, json_build_object('name', name, 'hidden', "hiddenAt" is not null,
          'wish', case when "seesOwn" then 'own' else appearance::text end)) order by id)
        from "Person" where "eventId" = ${eventId}::uuid) as people,
      (select coalesce(json_object_agg(id, person), '{}') from (
        select id, "personId" as person from "Share" where "eventId" = ${eventId}::uuid and name = ${ABOUT}
        union all select id, "subjectId" from "DriveExport" where "eventId" = ${eventId}::uuid and kind = 'person'
      ) one) as about
    from "Event" where id = ${eventId}::uuid`;
  if (!row) throw new Error('the event is gone');
  return row;
}

async function compare(model: Readonly<Model>, { eventId }: Real): Promise<void> {
  const { owners, people, about, due } = await stateOf(eventId);
  expect(owners).toEqual(model.faces.map(({ person }) => person));
  expect(Object.fromEntries(people)).toEqual(Object.fromEntries(model.people));
  expect(about, 'whom links and exports are about').toEqual(
    Object.fromEntries(model.about.map(({ id, person }) => [id, person])),
  );
  if (model.due) expect(due, 'faces are to be grouped').toBe(true);
}

async function history(eventId: string): Promise<PersonEdit[]> {
  return personHistorySchema.parse(await (await organizer.fetch(`/events/${eventId}/people/history`)).json())
    .edits;
}

async function admitGuest(eventId: string): Promise<KnownGuest> {
  const share = shareSchema.parse(
    await (await organizer.post(`/events/${eventId}/shares`, { scope: { kind: 'gallery' } })).json(),
  );
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const browser = new BrowserJar(gateway.origin);
  expect(
    (await browser.post(`/guest/${token}/consent`, { version: CONSENT_VERSION, accepted: true })).status,
  ).toBe(200);
  const { id: guestId } = await gateway.database.prisma.guest.findFirstOrThrow({
    where: { shareCode: { shareId: share.id } },
  });
  return { eventId, browser, token, guestId };
}

let made = 0;
const nextId = (): string => `018f0000-0000-7000-8000-${(made += 1).toString(16).padStart(12, '0')}`;

async function makeEvent(): Promise<string> {
  return (
    await gateway.database.prisma.event.create({
      data: { ownerId: organizerId, name: 'Wedding', embedder: 'none' },
    })
  ).id;
}

/** With ids that count up, so that the order of faces is that of their numbers. */
async function fill(eventId: string): Promise<FilledEvent> {
  const { prisma } = gateway.database;
  const ids = (count: number): string[] => Array.from({ length: count }, nextId);
  const [photos, people, faces] = [ids(PHOTOS), ids(PEOPLE), ids(FACES.length)];
  const at = gateway.clock.now();
  const ready = {
    bytes: 1n,
    format: 'jpeg',
    width: 10,
    height: 10,
    ingestVersion: 1,
    ingestedAt: at,
    detectedAt: at,
    detectVersion: '1',
    embeddedAt: at,
    embedVersion: '1',
  };
  await prisma.photo.createMany({
    data: photos.map((id) => ({ ...ready, id, eventId, fileName: 'a.jpg', ...digestsOf(id) })),
  });
  await prisma.person.createMany({ data: people.map((id) => ({ id, eventId })) });
  const place = { x: 0, y: 0, width: 9, height: 9, score: 1 };
  await prisma.face.createMany({
    data: FACES.map(({ photo, person }, index) => ({
      ...{ ...place, id: faces[index] ?? '', eventId, photoId: photos[photo] ?? '' },
      ...{ personId: person === null ? null : (people[person] ?? ''), quality: person === null ? 0.1 : 1 },
    })),
  });
  return { eventId, photos, people, faces };
}

let played = 0;
async function start(): Promise<{ model: Model; real: Real }> {
  await gateway.clock.advance(SEQUENCE_S * 1000);
  played += 1;
  if ((played * SEQUENCE_S) % DAY_S === 0) organizer = await gateway.signIn(ORGANIZER);
  const { prisma } = gateway.database;
  const { eventId } = guest;
  await prisma.share.deleteMany({ where: { eventId, name: ABOUT } });
  await prisma.driveExport.deleteMany({ where: { eventId } });
  await prisma.personEdit.deleteMany({ where: { eventId } });
  await prisma.photo.deleteMany({ where: { eventId } });
  await prisma.person.deleteMany({ where: { eventId } });
  await prisma.endedPerson.deleteMany({ where: { eventId } });
  const event = await fill(eventId);
  const model: Model = {
    faces: FACES.map(({ photo, person }, index) => ({
      ...{
        id: event.faces[index] ?? '',
        index,
        photo,
        person: person === null ? null : (event.people[person] ?? ''),
      },
    })),
    people: new Map(event.people.map((id) => [id, { ...NEW_PERSON }])),
    ...{ trashed: new Set<number>(), corrections: [], matched: [], about: [], due: false, words: 0 },
    ...{ heirs: new Map<string, string>(), shown: new Set<number>(), kept: new Set<number>() },
  };
  const real = { ...event, ...guest };
  await takeSelfie([0]).run(model, real);
  return { model, real };
}

/** What the organizer is shown. */
async function endOfOrganizer(model: Model, real: Real): Promise<void> {
  const { people } = personPageSchema.parse(
    await (await organizer.fetch(`/events/${real.eventId}/people`)).json(),
  );
  const shown = [...model.people].flatMap(([id, person]) => {
    const faces = facesOf(model, id).filter(({ photo }) => !model.trashed.has(photo));
    return faces.length === 0
      ? []
      : [
          {
            id,
            name: person.name,
            hidden: person.hidden,
            ...shownAs(person.wish),
            agreed: null, // what is agreed to after an objection is tried in gateway.wish.test.ts
            faces: faces.length,
            photos: new Set(faces.map(({ photo }) => photo)).size,
          },
        ];
  });
  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  expect(people.map(({ coverFaceId: _, ...person }) => person).sort(byId)).toEqual(shown.sort(byId));

  const told = model.corrections.toReversed().map(({ kind, state, told, photo }) => ({
    ...{
      kind,
      ...told,
      photoId: photo === null ? null : real.photos[photo],
      waiting: state === 'waits',
      undone: state === 'undone',
    },
  }));
  const edits = await history(real.eventId);
  expect(
    edits.map(({ id: _, by: __, createdAt: ___, undoneAt, ...edit }) => ({
      ...edit,
      undone: undoneAt !== null,
    })),
  ).toEqual(told);
}

const pageOf = async ({ browser, token }: Real) =>
  guestPhotoPageSchema.parse(await (await browser.fetch(`/guest/${token}/photos`)).json());

/** What the organizer and the guest are shown. */
async function end(model: Model, real: Real): Promise<void> {
  await endOfOrganizer(model, real);
  const page = await pageOf(real);
  const marks = page.photos.map(
    ({ id, mine, claimWaits }) => [real.photos.indexOf(id), mine, claimWaits] as const,
  );
  expect(marks.map(([photo]) => photo)).toEqual(
    [...real.photos.keys()].filter((photo) => !model.trashed.has(photo)),
  );
  for (const [photo, mine, waits] of marks) {
    expect(waits, `the claim of ${photo} waits`).toBe(saysOf(model, photo, 'mine', 'waits'));
    expect(mine, `${photo} is the guest's`).toBe(isMine(model, photo));
  }
}

/** The guest is shown every photo that nobody in it wished otherwise about, and no other. */
async function endWithWishes(model: Model, real: Real): Promise<void> {
  await endOfOrganizer(model, real);
  const guests = guestPeople(model);
  const wished = [...model.people.values()].some(({ wish }) => wish !== 'open');
  const { due } = await stateOf(real.eventId);
  const isOpen = ({ person }: KnownFace): boolean => {
    if (person === null) return !(wished && due); // who that is, is not known yet
    const { wish } = knownPerson(model.people, person);
    // no file was made in which somebody is blurred
    return wish === 'open' || (wish === 'own' && guests.includes(person));
  };
  const open = [...real.photos.keys()].filter(
    (photo) => !model.trashed.has(photo) && facesIn(model, photo).every(isOpen),
  );
  const { photos } = await pageOf(real);
  expect(photos.map(({ id }) => real.photos.indexOf(id)).sort(), 'photos that the guest sees').toEqual(open);
}

const which = fc.nat(19);
const photo = fc.nat(PHOTOS - 1);
const some = fc.uniqueArray(which, { minLength: 1, maxLength: 2 });
const names = fc.tuple(which, fc.constantFrom('Ann', 'Ben', null)).map(rename);
const hides = fc.tuple(which, fc.boolean()).map(setHidden);
const merges = fc.tuple(which, some).map(merge);
const parts = fc
  .tuple(which, fc.array(fc.boolean(), { minLength: FACES.length, maxLength: FACES.length }))
  .map(part);
const mistaken = fc.uniqueArray(fc.tuple(fc.nat(FACES.length - 1), fc.nat(PEOPLE)), {
  maxLength: 2,
  selector: ([face]) => face,
});
const groups = mistaken.map(group);
const choices = fc
  .tuple(
    fc.constantFrom('trash' as const, 'restore' as const),
    fc.uniqueArray(photo, { minLength: 1, maxLength: 3 }),
  )
  .map(choose);
const meddles = fc
  .tuple(which, fc.constantFrom(...(Object.keys(STRANGE) as (keyof typeof STRANGE)[])))
  .map(meddle);
const answers = fc.tuple(which, fc.constantFrom('undo' as const, 'accept' as const)).map(answer);
const ofOrganizer = [
  names,
  hides,
  merges,
  parts,
  fc.constant(undo),
  answers,
  answers,
  which.map(foresee),
  choices,
  meddles,
];

test(
  'in any order of corrections and groupings, people and photos are whose they were last said to be',
  async () => {
    const ofGuest = [
      which.map(disown),
      which.map(disown),
      fc.tuple(which, which).map(claim),
      which.map(takeWordBack),
      some.map(takeSelfie),
      fc.constant(look),
    ];
    await playModel({ deeds: [...ofOrganizer, ...ofGuest, groups, groups], start, end, length: 14 });
    expect(await rowsOfEvent(gateway.database, other.eventId), 'the other event').toEqual(otherRows);
  },
  MODEL_TIMEOUT_MS,
);

test(
  'in any order of corrections, wishes, groupings and the trash, a link or an export is about whom it was made for, and nobody is shown who did not wish it',
  async () => {
    const wishes = fc.tuple(which, fc.constantFrom(...WISHES)).map(wish);
    const abouts = fc.tuple(which, fc.constantFrom('share' as const, 'export' as const)).map(tell);
    const deeds = [...ofOrganizer, wishes, wishes, abouts, abouts, some.map(takeSelfie), groups, groups];
    await playModel({ deeds, start, end: endWithWishes, length: 14 });
    expect(await rowsOfEvent(gateway.database, other.eventId), 'the other event').toEqual(otherRows);
  },
  MODEL_TIMEOUT_MS,
);
