/**
 * @module What showing small pictures costs the gateway, each asked for by itself and held against the access rules:
 * `node benchmarks/dist/picture.benchmark.js [photos]`. As an organizer, as a browser that holds a link, as a guest who was
 * found by a selfie, and as a browser that holds the links of several shares.
 */
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { send, type Answer } from './cut.request.js';
import { addGalleryPhotos } from './gallery.event.js';
import { startGatewayProcess } from './gateway.process.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';

const CONNECTIONS = 8;
const ROUNDS = 3;
/** Pictures whose statements are counted. */
const COUNTED = 50;
const OTHER_LINKS = 7;
const FACES = 5;
/** As long as a sealed embedding of 512 numbers. */
const SEALED_BYTES = 2_076;
/** The same of where it is. */
const PLACE_BYTES = 61;

const photos = Number(process.argv[2] ?? 1000);
const gateway = await startGatewayProcess();
const { origin, authorization, database } = gateway;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
try {
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Pictures' });
  await addGalleryPhotos(gateway, eventId, photos);
  const ids = (await database.prisma.photo.findMany({ where: { eventId }, select: { id: true } })).map(
    ({ id }) => id,
  );
  await database.prisma.face.createMany({
    data: ids.flatMap((photoId) => Array.from({ length: FACES }, () => face(eventId, photoId))),
  });
  const { id: personId } = await database.prisma.person.create({ data: { eventId } });
  await database.prisma.face.updateMany({ where: { eventId }, data: { personId } });
  const holder = await openLink('', eventId);
  const guest = await join('', eventId, personId);
  let several = guest;
  for (let link = 0; link < OTHER_LINKS; link++)
    several = link % 2 === 0 ? await openLink(several, eventId) : await join(several, eventId, personId);
  const rows: Row[] = [];
  for (const [who, headers] of [
    ['organizer', { authorization }],
    ['holder of a link', { cookie: holder }],
    ['guest who was found', { cookie: guest }],
    [`with ${OTHER_LINKS + 1} links`, { cookie: several }],
  ] as const) {
    await askAll(ids, headers); // what is compiled and cached by then is not measured
    const statements = await statementsOf(ids.slice(0, COUNTED), headers);
    for (let round = 1; round <= ROUNDS; round++)
      rows.push({ who, round, ...(await askAll(ids, headers)), 'statements a picture': statements });
  }
  report('picture', rows, { photos, faces: FACES, connections: CONNECTIONS });
} finally {
  agent.destroy();
  await gateway.stop();
}

/** The browser's cookie after it opened one more link, which shows photos without asking anything. */
async function openLink(cookie: string, eventId: string): Promise<string> {
  const shown = await send(`${origin}/api/guest/${await newLink(eventId)}/photos`, {
    ...{ method: 'GET', agent, headers: { cookie } },
  });
  return cookieOf(shown);
}

/** The same after it joined behind one more link, and was recognised as the person. */
async function join(cookie: string, eventId: string, personId: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ version: CONSENT_VERSION, accepted: true }));
  const headers = { origin, cookie, 'content-type': 'application/json', 'content-length': body.length };
  const joined = await send(`${origin}/api/guest/${await newLink(eventId)}/consent`, {
    ...{ method: 'POST', agent, headers, body: [body] },
  });
  await database.prisma.guest.updateMany({ data: { personIds: [personId] } });
  return cookieOf(joined);
}

async function newLink(eventId: string): Promise<string> {
  const share = { scope: { kind: 'gallery' } };
  const { codes } = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, share);
  return new URL(codes[0]?.url ?? '').pathname.split('/').at(-1) ?? '';
}

function cookieOf(answer: Answer | null): string {
  const [line = ''] = answer?.headers['set-cookie'] ?? [];
  if (line === '') throw new Error(`a link was answered with ${answer?.status}: ${answer?.body}`);
  return line.split(';')[0] ?? '';
}

/** The gateway writes its audit log at times of its own, so a count is rounded down. */
async function statementsOf(ids: readonly string[], headers: Record<string, string>): Promise<number> {
  return Math.floor((await gateway.statements(() => askAll(ids, headers))) / ids.length);
}

function face(eventId: string, photoId: string) {
  const place = randomBytes(PLACE_BYTES);
  return {
    eventId,
    photoId,
    place,
    score: 0.9,
    quality: 0.8,
    embedding: randomBytes(SEALED_BYTES),
    embeddingModel: 'made',
  };
}

async function askAll(ids: readonly string[], headers: Record<string, string>): Promise<Row> {
  const [begun, used] = [performance.now(), gateway.seconds()];
  await mapWide(ids, CONNECTIONS, async (id) => {
    const answer = await send(`${origin}/api/photos/${id}/thumbnail`, { method: 'GET', headers, agent });
    if (answer?.status !== 200)
      throw new Error(`a picture was answered with ${answer?.status}: ${answer?.body}`);
  });
  return {
    'pictures a second': Math.round((ids.length * 1000) / (performance.now() - begun)),
    'gateway CPU ms': (((gateway.seconds() - used) * 1000) / ids.length).toFixed(2),
  };
}
