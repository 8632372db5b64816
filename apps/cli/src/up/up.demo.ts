/** @module Step: the demo event, made as an organizer makes one: over the HTTP API. */

import { setTimeout as sleep } from 'node:timers/promises';
import { eventSchema, type Event } from '@visage/contracts/event.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { shareSchema } from '@visage/contracts/share.contract';
import { CommandError } from '../command.error.js';
import type { Say } from '../terminal.step.js';
import { ApiError, signIn, type ApiSession } from './api.session.js';
import type { DemoPhoto } from './demo.photos.js';
import { readDemoState, writeDemoState } from './demo.state.js';

export interface DemoRequest {
  /** The gateway's address on this machine. */
  base: string;
  login: { email: string; password: string };
  photos: DemoPhoto[];
  stateFile: string;
  signal: AbortSignal;
}

const POLL_MS = 300;
/** Six photos take seconds; a machine this slow has another problem. */
const TIMEOUT_MS = 10 * 60_000;

/** Creates the event, uploads, waits until every photo is done and grouped, and shares it. @returns the guest link. */
export async function makeDemo(request: DemoRequest, say: Say): Promise<string> {
  const api = await signIn(request.base, request.login, request.signal);
  const event = await findOrCreateEvent(api, request.stateFile);
  say(`uploading ${request.photos.length} photos`);
  await upload(api, event.id, request.photos);
  await waitUntilSorted(api, event.id, request, say);
  const share = await api.post(
    `/events/${event.id}/shares`,
    { name: 'Demo guests', scope: { kind: 'own-photos' }, until: null },
    shareSchema,
  );
  const guestUrl = share.codes[0]?.url;
  if (guestUrl === undefined) throw new CommandError('the share of the demo event came without a code');
  await writeDemoState(request.stateFile, { eventId: event.id, guestUrl });
  return guestUrl;
}

/**
 * The guest link of an earlier start, at today's address; undefined if the demo was never finished, or has been erased
 * or revoked since.
 */
export async function findDemo(
  stateFile: string,
  base: string,
  publicUrl: string,
): Promise<string | undefined> {
  const guestUrl = (await readDemoState(stateFile))?.guestUrl;
  if (guestUrl === undefined) return undefined;
  const { pathname, search } = new URL(guestUrl);
  const token = pathname.split('/').pop() ?? '';
  const answer = await fetch(`${base}/api/guest/${token}`, { signal: AbortSignal.timeout(10_000) });
  return answer.ok ? `${publicUrl}${pathname}${search}` : undefined;
}

async function findOrCreateEvent(api: ApiSession, stateFile: string): Promise<Event> {
  const begun = await readDemoState(stateFile);
  if (begun) {
    try {
      return await api.get(`/events/${begun.eventId}`, eventSchema);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }
  const event = await api.post('/events', { name: 'Demo' }, eventSchema);
  await writeDemoState(stateFile, { eventId: event.id });
  return event;
}

/** Photos that an earlier attempt uploaded are recognised as duplicates. */
async function upload(api: ApiSession, eventId: string, photos: DemoPhoto[]): Promise<void> {
  const form = new FormData();
  for (const { name, bytes } of photos)
    form.append('photos', new Blob([bytes], { type: 'image/jpeg' }), name);
  const { uploads } = await api.post(`/events/${eventId}/photos`, form, photoUploadsSchema);
  const refused = uploads.filter((one) => one.outcome === 'refused');
  if (refused.length > 0) {
    throw new CommandError(
      `demo photos were refused: ${refused.map((one) => `${one.fileName}: ${one.reason}`).join('; ')}`,
    );
  }
}

async function waitUntilSorted(
  api: ApiSession,
  eventId: string,
  request: DemoRequest,
  say: Say,
): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const { progress } = await api.get(`/events/${eventId}`, eventSchema);
    if (progress.failed > 0)
      throw new CommandError(`${progress.failed} of the demo photos could not be processed`);
    const allRead = progress.done >= request.photos.length && progress.pending === 0;
    if (allRead && !progress.grouping) return say(`${progress.faces} faces of ${progress.people} people`);
    // how many people there are is not known before all faces are grouped
    say(`${progress.done} of ${progress.photos} photos, ${progress.faces} faces`);
    if (Date.now() > deadline)
      throw new CommandError(`the demo photos were not done after ${TIMEOUT_MS / 60_000} minutes`);
    await sleep(POLL_MS, undefined, { signal: request.signal });
  }
}
