/**
 * @module Every route that takes ids besides the one that it is about, asked with those of somebody else's event by who may
 * do everything in their own: alone, and among their own. Nothing of the other event may be told, changed or tied to theirs.
 * A route with such an id that is not in `TABLE`, or an id of it that no request there has, fails here.
 */
import { LinkWallet } from './access/link.wallet.js';
import { eventSchema } from '@visage/contracts/event.contract';
import { rowsOfEvent } from '@visage/database/testing/event.rows';
import { fillEvent, type FullEvent } from '@visage/database/testing/full.event';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

interface Ids extends FullEvent {
  /** Of its organizer. */
  session: string;
}
type Kind = keyof Ids;
type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

interface Ask {
  /** What stands in the path where that is not `PATH_IDS`. */
  path?: Partial<Record<string, Kind>>;
  query?: (ids: Ids) => Record<string, string>;
  body?: (ids: Ids) => Record<string, Json>;
  headers?: Record<string, string>;
  /** What own ids are answered: the request is one that does something. */
  own: number;
  /** What others' are answered, alone and among own ones: refused, or as if they were not there. By where they stand, if that differs. */
  others: number | Record<string, number>;
}

const PATH_IDS: Record<string, Kind> = {
  ...{
    eventId: 'event',
    userId: 'helper',
    photoId: 'photo',
    albumId: 'album',
    cameraId: 'camera',
    personId: 'person',
    shareId: 'share',
    codeId: 'code',
  },
  ...{
    editId: 'edit',
    objectionId: 'objection',
    driveImportId: 'driveImport',
    driveExportId: 'driveExport',
    driveMirrorId: 'driveMirror',
    lineId: 'line',
  },
  ...{ uploadId: 'upload', sessionId: 'session' },
};

const tus = { 'tus-resumable': '1.0.0' };
const lastPart = { ...tus, 'upload-offset': '9', 'content-type': 'application/offset+octet-stream' };

const ofCompanion = ({ companion }: Ids): Record<string, string> => ({ of: companion });

const TABLE: Record<string, Ask[] | 'of everybody'> = {
  'DELETE /session/all/{sessionId}': [{ own: 204, others: 404 }],
  'GET /admin/audit': 'of everybody',
  'GET /admin/audit.csv': 'of everybody',
  'POST /admin/queues/{queue}/failures/{jobId}/retry': 'of everybody',

  'DELETE /events/{eventId}/collaborators/{userId}': [{ own: 204, others: 404 }],

  'PUT /events/{eventId}/albums/order': [
    { body: ({ album }) => ({ albumIds: [album] }), own: 200, others: 200 },
  ],
  'PATCH /events/{eventId}/albums/{albumId}': [{ body: () => ({ name: 'Renamed' }), own: 204, others: 404 }],
  'PUT /events/{eventId}/cameras/{cameraId}/shift': [{ body: () => ({ shift: 60 }), own: 200, others: 404 }],
  'DELETE /events/{eventId}/albums/{albumId}': [{ own: 204, others: 404 }],
  'POST /events/{eventId}/albums/{albumId}/add': [
    {
      path: { albumId: 'mirroredAlbum' },
      body: ({ photo }) => ({ photoIds: [photo] }),
      own: 200,
      others: { 'path.albumId': 404, 'body.photoIds[]': 200 },
    },
  ],
  'POST /events/{eventId}/albums/{albumId}/remove': [
    {
      body: ({ photo }) => ({ photoIds: [photo] }),
      own: 200,
      others: { 'path.albumId': 404, 'body.photoIds[]': 200 },
    },
  ],

  'GET /events/{eventId}/people': [{ query: ({ photo }) => ({ photoId: photo }), own: 200, others: 200 }],
  'GET /events/{eventId}/photos': [
    { query: ({ person }) => ({ personId: person }), own: 200, others: 200 },
    { query: ({ album }) => ({ albumId: album }), own: 200, others: 200 },
    { query: ({ camera }) => ({ cameraId: camera }), own: 200, others: 200 },
  ],
  'POST /events/{eventId}/photos/approve': [
    { body: ({ heldPhoto }) => ({ photoIds: [heldPhoto] }), own: 200, others: 200 },
  ],
  'POST /events/{eventId}/photos/refuse': [
    { body: ({ heldPhoto }) => ({ photoIds: [heldPhoto] }), own: 200, others: 200 },
  ],
  'POST /events/{eventId}/photos/trash': [
    { body: ({ photo }) => ({ photoIds: [photo] }), own: 200, others: 200 },
  ],
  'POST /events/{eventId}/photos/restore': [
    { body: ({ trashedPhoto }) => ({ photoIds: [trashedPhoto] }), own: 200, others: 200 },
  ],
  'POST /events/{eventId}/photos/erase': [
    { body: ({ trashedPhoto }) => ({ photoIds: [trashedPhoto] }), own: 200, others: 200 },
    { body: ({ photo }) => ({ photoIds: [photo] }), own: 200, others: 200 },
  ],

  'PATCH /people/{personId}': [{ body: ({ face }) => ({ coverFaceId: face }), own: 200, others: 422 }],
  'POST /people/{personId}/merge': [
    { body: ({ otherPerson }) => ({ personIds: [otherPerson], name: 'own person' }), own: 200, others: 404 },
  ],
  'POST /people/{personId}/split': [{ body: ({ face }) => ({ faceIds: [face] }), own: 201, others: 422 }],
  'GET /events/{eventId}/people/history/{editId}/undo': [{ own: 200, others: 409 }],
  'POST /events/{eventId}/people/history/{editId}/undo': [{ own: 200, others: 409 }],
  'POST /events/{eventId}/people/history/{editId}/accept': [{ own: 200, others: 409 }],

  'POST /events/{eventId}/shares': [
    { body: ({ album }) => ({ scope: { kind: 'albums', albumIds: [album] } }), own: 201, others: 422 },
    { body: ({ person }) => ({ scope: { kind: 'person', personId: person } }), own: 201, others: 422 },
  ],
  'PATCH /shares/{shareId}': [
    { body: ({ album }) => ({ scope: { kind: 'albums', albumIds: [album] } }), own: 200, others: 422 },
    { body: ({ person }) => ({ scope: { kind: 'person', personId: person } }), own: 200, others: 422 },
  ],
  'GET /codes/{codeId}/view': [{ query: ({ guest }) => ({ guestId: guest }), own: 200, others: 404 }],

  'POST /events/{eventId}/objections/{objectionId}/agree': [
    { body: () => ({ appearance: 'blurred' }), own: 200, others: 404 },
  ],
  'POST /events/{eventId}/objections/{objectionId}/decline': [
    { body: () => ({ answer: 'no' }), own: 200, others: 404 },
  ],

  'POST /events/{eventId}/zips': [
    { body: ({ photo }) => ({ photoIds: [photo] }), own: 201, others: 409 },
    { body: ({ person }) => ({ personId: person }), own: 201, others: 404 },
  ],

  'HEAD /events/{eventId}/uploads/{uploadId}': [{ headers: tus, own: 200, others: 404 }],
  'PATCH /events/{eventId}/uploads/{uploadId}': [{ headers: lastPart, own: 204, others: 404 }],
  'DELETE /events/{eventId}/uploads/{uploadId}': [{ headers: tus, own: 204, others: 404 }],

  'GET /events/{eventId}/drive-imports/{driveImportId}/failures': [{ own: 200, others: 404 }],
  'GET /events/{eventId}/drive-exports/{driveExportId}/failures': [{ own: 200, others: 404 }],
  'POST /events/{eventId}/drive-exports': [
    { body: ({ album }) => ({ kind: 'album', subjectId: album }), own: 202, others: 404 },
    { body: ({ person }) => ({ kind: 'person', subjectId: person }), own: 202, others: 404 },
  ],
  'POST /events/{eventId}/drive-mirrors': [
    {
      body: ({ album }) => ({ direction: 'both', albumId: album, folder: { id: 'folder_1234', name: 'F' } }),
      own: 201,
      others: 404,
    },
  ],
  'PATCH /events/{eventId}/drive-mirrors/{driveMirrorId}': [
    { body: () => ({ command: 'pause' }), own: 200, others: 404 },
  ],
  'DELETE /events/{eventId}/drive-mirrors/{driveMirrorId}': [{ own: 204, others: 404 }],
  'GET /events/{eventId}/drive-mirrors/{driveMirrorId}/lines': [
    {
      query: ({ line }) => ({ after: line }),
      own: 200,
      others: { 'path.driveMirrorId': 404, 'query.after': 200 },
    },
  ],
  'POST /events/{eventId}/drive-mirrors/{driveMirrorId}/lines/{lineId}/undo': [{ own: 202, others: 404 }],

  'DELETE /guest/{token}/companions/{guestId}': [{ path: { guestId: 'companion' }, own: 200, others: 404 }],
  'GET /guest/{token}/photos': [{ query: ofCompanion, own: 200, others: 404 }],
  'POST /guest/{token}/selfie': [{ query: ({ companion }) => ({ for: companion }), own: 415, others: 404 }],
  'POST /guest/{token}/drive/exports': [{ query: ofCompanion, own: 409, others: 404 }],
  'GET /guest/{token}/photos/{photoId}/faces': [{ query: ofCompanion, own: 200, others: 404 }],
  'POST /guest/{token}/photos/{photoId}/not-me': [
    { own: 204, others: 404 },
    { query: ofCompanion, own: 403, others: 404 },
  ],
  'POST /guest/{token}/photos/{photoId}/me': [
    {
      path: { photoId: 'otherPhoto' },
      query: ofCompanion,
      body: ({ looseFace }) => ({ faceId: looseFace }),
      own: 200,
      others: { 'path.photoId': 404, 'query.of': 404, 'body.faceId': 422 },
    },
  ],
  'GET /guest/{token}/objections/photos/{photoId}/faces': [{ own: 200, others: 404 }],
  'POST /guest/{token}/objections/faces': [
    {
      body: ({ photo, face }) => ({ wish: 'withheld', photoId: photo, faceIds: [face] }),
      own: 200,
      others: { 'body.photoId': 404, 'body.faceIds[]': 422 },
    },
  ],
  // who said nothing of it has nothing to take back
  'DELETE /guest/{token}/photos/{photoId}/word': [
    { query: ofCompanion, own: 204, others: { 'path.photoId': 204, 'query.of': 404 } },
  ],
  'POST /guest/{token}/zips': [
    { body: ({ photo }) => ({ photoIds: [photo] }), own: 201, others: 409 },
    { body: ({ companion }) => ({ of: companion }), own: 409, others: 404 },
  ],
  'HEAD /guest/{token}/uploads/{uploadId}': [
    { path: { uploadId: 'guestUpload' }, headers: tus, own: 200, others: 404 },
  ],
  'PATCH /guest/{token}/uploads/{uploadId}': [
    { path: { uploadId: 'guestUpload' }, headers: lastPart, own: 204, others: 404 },
  ],
  'DELETE /guest/{token}/uploads/{uploadId}': [
    { path: { uploadId: 'guestUpload' }, headers: tus, own: 204, others: 404 },
  ],
};

/** In every name of the other event. */
const WORD = 'somebody-elses';

let gateway: GatewayFixture;
let organizer: Session;
let organizerId: string;
let theirOwnerId: string;
let theirs: Ids;

beforeAll(async () => {
  gateway = await startGateway();
  organizerId = await gateway.addUser('organizer@example.org', 'organizer');
  theirOwnerId = await gateway.addUser('other@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  const other = await gateway.signIn('other@example.org');
  const uses = ['import', 'export', 'mirror'];
  const account = {
    userId: organizerId,
    email: 'organizer@example.org',
    name: 'Organizer',
    uses,
    refreshToken: Buffer.from('sealed'),
  };
  await gateway.database.prisma.driveAccount.create({ data: account });
  // what the asker once did there, say as a helper, opens nothing either
  theirs = await makeEvent(other, { ownerId: theirOwnerId, userId: organizerId, word: WORD });
});
afterAll(() => gateway.stop());

async function makeEvent(
  by: Session,
  { ownerId, userId, word }: { ownerId: string; userId: string; word: string },
): Promise<Ids> {
  const { prisma } = gateway.database;
  const { id } = eventSchema.parse(await (await by.post('/events', { name: word })).json());
  const session = await prisma.session.create({
    data: { userId: ownerId, agent: word, expiresAt: new Date(Date.now() + 3_600_000) },
  });
  return { ...(await fillEvent(gateway.database, { eventId: id, userId, word })), session: session.id };
}

/** The id that a route is about: who may ask for it at all is another test's matter. */
const placeOf = (path: string): string | undefined =>
  /^\/(?:events|people|photos|faces|shares|codes|guests|guest|trash|admin|zips|password-links)\b/.test(path)
    ? /\{(\w+)\}/.exec(path)?.[1]
    : undefined;
const furtherIdsOf = (path: string): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name = '']) =>
    name.endsWith('Id') && name !== placeOf(path) ? [name] : [],
  );

type Request = Pick<Ask, 'query' | 'headers'> & {
  route: string;
  path: Partial<Record<string, Kind>>;
  body: Record<string, Json> | undefined;
};

/** The request with these ids; only the place stays that of `own`. */
async function send(
  { route, path, query, body, headers = {} }: Request,
  own: Ids,
  ids: Ids,
): Promise<Response> {
  const [method = '', pattern = ''] = route.split(' ');
  const place = placeOf(pattern);
  const wallet = gateway.app.get(LinkWallet, { strict: false });
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'token') return wallet.tokenOf('share-code', own.code);
    const kind = path[name] ?? PATH_IDS[name];
    if (kind === undefined) throw new Error(`${route}: which id is ${name}?`);
    return (name === place ? own : ids)[kind];
  });
  const search = query ? `?${new URLSearchParams(query(ids)).toString()}` : '';
  const json = body && { 'content-type': 'application/json' };
  const init = { method, headers: { ...json, ...headers }, ...(body && { body: JSON.stringify(body) }) };
  if (!pattern.startsWith('/guest/')) return organizer.fetch(filled + search, init);
  const guest = { origin: gateway.origin, cookie: `visage_links=${wallet.tokenOf('guest', own.guest)}` };
  return fetch(gateway.api + filled + search, { ...init, headers: { ...init.headers, ...guest } });
}

/** Where each of the ids stands: `path.albumId`, `query.personId`, `body.scope.albumIds[]`. */
function placesIn(
  { path, query, body }: Omit<Request, 'headers'>,
  route: string,
  ids: Ids,
): { name: string; kind: Kind }[] {
  const kindOf = new Map(Object.entries(ids).map(([kind, id]) => [id as string, kind as Kind]));
  const inside = (value: Json, name: string): { name: string; kind: Kind }[] => {
    if (typeof value === 'string') {
      const kind = kindOf.get(value);
      return kind === undefined ? [] : [{ name, kind }];
    }
    if (Array.isArray(value)) return value.flatMap((one) => inside(one, `${name}[]`));
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, one]) => inside(one, `${name}.${key}`));
  };
  const further = furtherIdsOf(route.split(' ')[1] ?? '').flatMap((name) => {
    const kind = path[name] ?? PATH_IDS[name];
    return kind === undefined ? [] : [{ name: `path.${name}`, kind }];
  });
  return [...further, ...inside(query?.(ids) ?? {}, 'query'), ...inside(body ?? {}, 'body')];
}

const requestOf = (route: string, { path = {}, query, body, headers }: Ask, ids: Ids): Request => ({
  ...{ route, path, body: body?.(ids) },
  ...(query && { query }),
  ...(headers && { headers }),
});

/** Where `theirId` stands in a list, `ownId` stands before it. */
function among(body: Json, ownId: string, theirId: string): Json {
  if (Array.isArray(body))
    return body.includes(theirId) ? [ownId, ...body] : body.map((one) => among(one, ownId, theirId));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, among(value, ownId, theirId)]));
}

async function untouched(): Promise<unknown> {
  const sessions = await gateway.database.prisma.session.findMany({
    where: { userId: theirOwnerId },
    orderBy: { id: 'asc' },
  });
  return { ...(await rowsOfEvent(gateway.database, theirs.event)), sessions };
}
/** What of the other event is told or kept here. */
const traceOf = (text: string): string[] =>
  [WORD, ...Object.values<string>({ ...theirs })].filter((one) => text.includes(one));

for (const [route, asks] of Object.entries(TABLE)) {
  if (asks !== 'of everybody')
    test(`${route} leaves alone what is somebody else’s`, () => askForOthers(route, asks));
}

async function askForOthers(route: string, asks: Ask[]): Promise<void> {
  const before = await untouched();
  const own = await makeEvent(organizer, { ownerId: organizerId, userId: organizerId, word: 'own' });
  for (const ask of asks) {
    const attempt = async (request: Request, ids: Ids, expected: readonly number[]): Promise<void> => {
      const response = await send(request, own, ids);
      const text = await response.text();
      const what = `${JSON.stringify([request.path, request.query?.(ids), request.body])} was answered ${response.status} ${text}`;
      expect(expected, what).toContain(response.status);
      if (response.ok) expect(traceOf(text), what).toEqual([]);
      expect(await untouched(), what).toEqual(before);
      expect(traceOf(JSON.stringify(await rowsOfEvent(gateway.database, own.event))), what).toEqual([]);
    };
    const places = placesIn(requestOf(route, ask, own), route, own);
    const answerTo = (name: string): number =>
      typeof ask.others === 'number' ? ask.others : (ask.others[name] ?? 0);
    for (const { name, kind } of places) {
      const foreign: Ids = { ...own, [kind]: theirs[kind] };
      const alone = requestOf(route, ask, foreign);
      await attempt(alone, foreign, [answerTo(name)]);
      if (!name.endsWith('[]')) continue;
      const body = among(alone.body ?? {}, own[kind], theirs[kind]) as Record<string, Json>;
      // an archive is made of the own ones
      await attempt({ ...alone, body }, foreign, [route.endsWith('/zips') ? ask.own : answerTo(name)]);
    }
    const all: Ids = { ...own, ...Object.fromEntries(places.map(({ kind }) => [kind, theirs[kind]])) };
    await attempt(
      requestOf(route, ask, all),
      all,
      places.map(({ name }) => answerTo(name)),
    );
    const answer = await send(requestOf(route, ask, own), own, own);
    expect([await answer.text(), answer.status], 'with own ids').toEqual([expect.anything(), ask.own]);
  }
}

test('every id that a route takes besides the one that it is about stands in the table', async () => {
  const document = documentSchema.parse(await (await fetch(`${gateway.api}/openapi.json`)).json());
  const taken: Record<string, string[]> = {};
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, { parameters, requestBody }] of Object.entries(operations)) {
      const own = path.replace(/^\/api/, '');
      const inQuery = parameters
        .filter((one) => one.in === 'query')
        .flatMap(({ name, schema }) => idsIn(schema, `query.${name}`, document));
      const inBody = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        idsIn(schema, 'body', document),
      );
      const names = [...furtherIdsOf(own).map((name) => `path.${name}`), ...inQuery, ...inBody];
      if (names.length > 0) taken[`${method.toUpperCase()} ${own}`] = [...new Set(names)].sort();
    }
  }
  const ids = theirs;
  const asks = Object.entries(TABLE).map(([route, rows]) => {
    if (rows === 'of everybody') return [route, taken[route]];
    return [
      route,
      [
        ...new Set(
          rows.flatMap((ask) => placesIn(requestOf(route, ask, ids), route, ids).map(({ name }) => name)),
        ),
      ].sort(),
    ];
  });
  expect(Object.fromEntries(asks)).toEqual(taken);
});

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.unknown() })).default([]),
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
          .optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  format: z.string().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  anyOf: z.array(z.unknown()).default([]),
  oneOf: z.array(z.unknown()).default([]),
  allOf: z.array(z.unknown()).default([]),
});

/** Where a value of the schema has ids. */
function idsIn(schema: unknown, name: string, document: z.infer<typeof documentSchema>): string[] {
  if (schema === undefined) return [];
  const { $ref, format, items, properties, anyOf, oneOf, allOf } = schemaSchema.parse(schema);
  if ($ref !== undefined)
    return idsIn(document.components.schemas[$ref.split('/').at(-1) ?? ''], name, document);
  return [
    ...(format === 'uuid' ? [name] : []),
    ...idsIn(items, `${name}[]`, document),
    ...Object.entries(properties).flatMap(([key, value]) => idsIn(value, `${name}.${key}`, document)),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((one) => idsIn(one, name, document)),
  ];
}
