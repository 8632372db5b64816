/**
 * @module What showing small pictures costs the gateway, each asked for by itself and held against the access rules:
 * `node benchmarks/dist/picture.benchmark.js [photos]`. As an organizer, and as a browser that holds a guest's link.
 */
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { send } from './cut.request.js';
import { addGalleryPhotos } from './gallery.event.js';
import { startGatewayProcess } from './gateway.process.js';
import { mapWide } from './photo.workers.js';
import { report, type Row } from './result.table.js';

const CONNECTIONS = 8;
const ROUNDS = 3;
const FACES = 5;
/** As long as a sealed embedding of 512 numbers. */
const SEALED_BYTES = 2_076;

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
  const { codes } = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, {
    scope: { kind: 'gallery' },
  });
  const token = new URL(codes[0]?.url ?? '').pathname.split('/').at(-1) ?? '';
  const shown = await send(`${origin}/api/guest/${token}/photos`, { method: 'GET', agent });
  const cookie = (shown?.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
  const rows: Row[] = [];
  for (const [who, headers] of [
    ['organizer', { authorization }],
    ['holder of a link', { cookie }],
  ] as const) {
    await askAll(ids, headers); // what is compiled and cached by then is not measured
    for (let round = 1; round <= ROUNDS; round++) rows.push({ who, round, ...(await askAll(ids, headers)) });
  }
  report('picture', rows, { photos, faces: FACES, connections: CONNECTIONS });
} finally {
  agent.destroy();
  await gateway.stop();
}

function face(eventId: string, photoId: string) {
  const place = { eventId, photoId, x: 10, y: 10, width: 60, height: 60, landmarks: [] };
  return { ...place, score: 0.9, quality: 0.8, embedding: randomBytes(SEALED_BYTES), embeddingModel: 'made' };
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
