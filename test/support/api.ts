/** @module The HTTP API as an organizer's program uses it; every answer is parsed by its contract. */
import {
  eventSchema,
  eventProgressSchema,
  type Event,
  type EventProgress,
} from '@visage/contracts/event.contract';
import {
  driveConnectionSchema,
  driveConsentSchema,
  type DriveAccount,
} from '@visage/contracts/drive-account.contract';
import {
  personFacesSchema,
  personHistorySchema,
  personPageSchema,
  personSchema,
  type Person,
  type PersonFace,
} from '@visage/contracts/person.contract';
import {
  photoDetailSchema,
  photoPageSchema,
  photoUploadsSchema,
  type Photo,
  type PhotoDetail,
  type PhotoUpload,
} from '@visage/contracts/photo.contract';
import { sessionSchema } from '@visage/contracts/session.contract';
import { shareSchema, type Share, type ShareCreate } from '@visage/contracts/share.contract';
import type { ZodType } from 'zod';
import type { NamedFile } from './photo.fixtures.js';

export class Api {
  private constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  static async signIn(url: string, email: string, password: string): Promise<Api> {
    const response = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
    return new Api(url, sessionSchema.parse(await response.json()).token);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${this.token}`);
    return fetch(`${this.url}/api${path}`, { ...init, headers });
  }

  /** Sends JSON. @throws Error for an answer that is not 2xx. */
  async send(method: string, path: string, body: unknown = {}): Promise<Response> {
    const response = await this.fetch(path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  private async read<T>(schema: ZodType<T>, path: string, init?: RequestInit): Promise<T> {
    const response = await this.fetch(path, init);
    if (!response.ok)
      throw new Error(`${init?.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
    return schema.parse(await response.json());
  }

  private async post<T>(schema: ZodType<T>, path: string, body: unknown): Promise<T> {
    return schema.parse(await (await this.send('POST', path, body)).json());
  }

  createEvent(name: string): Promise<Event> {
    return this.post(eventSchema, '/events', { name });
  }

  async upload(eventId: string, files: readonly NamedFile[]): Promise<PhotoUpload[]> {
    const form = new FormData();
    for (const { name, bytes } of files) form.append('files', new Blob([new Uint8Array(bytes)]), name);
    return (await this.read(photoUploadsSchema, `/events/${eventId}/photos`, { method: 'POST', body: form }))
      .uploads;
  }

  progress(eventId: string): Promise<EventProgress> {
    return this.read(eventProgressSchema, `/events/${eventId}/progress`);
  }

  /** Waits until `photos` photos at least have arrived, every one is done or failed, and grouping has ended. */
  async waitUntilDone(eventId: string, photos: number, timeoutMs: number): Promise<EventProgress> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const progress = await this.progress(eventId);
      if (progress.photos >= photos && progress.pending === 0 && !progress.grouping) return progress;
      if (Date.now() > deadline) throw new Error(`not done in ${timeoutMs} ms: ${JSON.stringify(progress)}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  async photos(eventId: string): Promise<Photo[]> {
    const photos: Photo[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.read(photoPageSchema, `/events/${eventId}/photos${query}`);
      photos.push(...page.photos);
      cursor = page.nextCursor;
    } while (cursor);
    return photos;
  }

  photo(id: string): Promise<PhotoDetail> {
    return this.read(photoDetailSchema, `/photos/${id}`);
  }

  async people(eventId: string): Promise<Person[]> {
    const people: Person[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : '';
      const page = await this.read(personPageSchema, `/events/${eventId}/people${query}`);
      people.push(...page.people);
      cursor = page.nextCursor;
    } while (cursor);
    return people;
  }

  async faces(personId: string): Promise<PersonFace[]> {
    return (await this.read(personFacesSchema, `/people/${personId}/faces`)).faces;
  }

  /** @returns the person that the faces are by now */
  async split(personId: string, faceIds: string[]): Promise<string> {
    return (await this.post(personSchema, `/people/${personId}/split`, { faceIds })).id;
  }

  /** Takes back the newest correction. */
  async undoNewest(eventId: string): Promise<void> {
    const { edits } = await this.read(personHistorySchema, `/events/${eventId}/people/history`);
    await this.send('POST', `/events/${eventId}/people/history/${edits[0]?.id}/undo`);
  }

  /** Connects the Drive of whoever signed in, as somebody who allows everything would. */
  async connectDrive(uses: DriveAccount['uses']): Promise<void> {
    const origin = { 'content-type': 'application/json', origin: this.url }; // where a browser would come back to
    const begun = await this.fetch('/drive/consent', {
      method: 'POST',
      headers: origin,
      body: JSON.stringify({ uses }),
    });
    const { url } = driveConsentSchema.parse(await begun.json());
    const allowed = await fetch(`${url}&decision=allow`, { redirect: 'manual' });
    const { searchParams } = new URL(allowed.headers.get('location') ?? '');
    const cookie = begun.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const answer = { state: searchParams.get('state'), code: searchParams.get('code') };
    const headers = { ...origin, cookie };
    await this.read(driveConnectionSchema, '/drive/account', {
      method: 'POST',
      headers,
      body: JSON.stringify(answer),
    });
  }

  createShare(eventId: string, share: Partial<ShareCreate>): Promise<Share> {
    return this.post(shareSchema, `/events/${eventId}/shares`, share);
  }
}
