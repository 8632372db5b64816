/** @module A file over tus, from a connection that may be cut and goes on. */
import type { Agent } from 'node:http';
import { send, type Answer } from './cut.request.js';
import type { GatewayProcess } from './gateway.process.js';
import type { MadeFile } from './made.files.js';
import type { SharedLine } from './shared.line.js';

/** @param percentCut of the connections break off somewhere. @returns how often this one did. */
export async function sendOverTus(
  { origin, authorization }: GatewayProcess,
  {
    eventId,
    file,
    agent,
    percentCut = 0,
    line,
  }: { eventId: string; file: MadeFile; agent: Agent; percentCut?: number; line?: SharedLine },
): Promise<number> {
  const common = { authorization, 'tus-resumable': '1.0.0' };
  const metadata = `filename ${Buffer.from(file.name).toString('base64')}`;
  const digest = `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`;
  const created = requireOk(
    await send(`${origin}/api/events/${eventId}/uploads`, {
      method: 'POST',
      headers: { ...common, 'upload-length': file.size, 'upload-metadata': metadata, 'repr-digest': digest },
      agent,
    }),
  );
  const url = `${origin}${String(created.headers.location)}`;
  for (let cuts = 0, offset = 0; ; cuts += 1) {
    const left = file.size - offset;
    const cutAfter = Math.random() < percentCut / 100 ? Math.floor(Math.random() * left) : undefined;
    const answer = await send(url, {
      method: 'PATCH',
      headers: { ...common, 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' },
      body: file.bytes(offset),
      ...{ cutAfter, agent, line },
    });
    if (answer) {
      requireOk(answer);
      return cuts;
    }
    const asked = requireOk(await send(url, { method: 'HEAD', headers: common, agent }));
    offset = Number(asked.headers['upload-offset']);
  }
}

/** @throws Error with the answer when it is no success. */
export function requireOk(answer: Answer | null): Answer {
  if (!answer || answer.status >= 300) throw new Error(`${answer?.status ?? 'cut'}: ${answer?.body ?? ''}`);
  return answer;
}
