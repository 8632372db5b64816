import { buffer } from 'node:stream/consumers';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectedAuth, type DriveUse, type GoogleClient } from './drive.auth.js';
import {
  ConsentError,
  finishConsent,
  requestConsent,
  revokeConsent,
  consentErrorMessage,
} from './drive.consent.js';
import { judgeDriveFault } from './drive.fault.js';
import { createDriveReader } from './drive.reader.js';

const redirectUri = 'http://127.0.0.1:9/drive/connected';
let server: DriveServer;
let client: GoogleClient;

beforeEach(async () => {
  server = await startDriveServer();
  client = {
    clientId: server.oauth.clientId,
    clientSecret: server.oauth.clientSecret,
    rootUrl: server.rootUrl,
  };
});
afterEach(() => server.stop());

async function connect(uses: DriveUse[] = ['export', 'import']) {
  const { url, codeVerifier } = await requestConsent(client, { redirectUri, state: 'state', uses });
  const back = await fetch(url, { redirect: 'manual' });
  const answer = new URL(back.headers.get('location') ?? '').searchParams;
  expect(answer.get('state')).toBe('state');
  return finishConsent(client, { redirectUri, code: answer.get('code') ?? '', codeVerifier });
}

test('connecting says whose Drive it is and what it may be used for', async () => {
  expect(await connect(['export'])).toMatchObject({
    uses: ['export'],
    email: 'ada@example.org',
    name: 'Ada Organizer',
  });
  expect((await connect()).uses).toEqual(['export', 'import']);
});

test('a token that ends early is renewed in the middle of a run, for lists and for bytes', async () => {
  const { refreshToken } = await connect();
  const id = server.addFile('a.jpg', Buffer.from('photo'), 'root', 'image/jpeg');
  const drive = createDriveReader(connectedAuth(client, refreshToken), client.rootUrl);
  expect((await drive.listFolder('root')).files).toHaveLength(1);
  server.oauth.expireAccessTokens();
  expect((await buffer(await drive.download(id))).toString()).toBe('photo');
  server.oauth.expireAccessTokens();
  expect((await drive.getFile(id)).name).toBe('a.jpg');
});

test('a grant that ended or was disconnected is reported as such', async () => {
  const { refreshToken } = await connect();
  const drive = createDriveReader(connectedAuth(client, refreshToken), client.rootUrl);
  expect(await revokeConsent(client, refreshToken)).toBe(true);
  expect(server.oauth.grantCount).toBe(0);
  expect(await revokeConsent(client, refreshToken)).toBe(true); // Google has forgotten it all the same
  const error: unknown = await drive.listFolder('root').catch((reason: unknown) => reason);
  expect(judgeDriveFault(error)).toMatchObject({ kind: 'stop', disconnected: true });
});

test('a stale code, a wrong client and a refusal each have their own message', async () => {
  const stale = finishConsent(client, { redirectUri, code: 'used', codeVerifier: 'v' });
  await expect(stale).rejects.toThrow(ConsentError);
  await expect(stale).rejects.toThrow(/once more/);
  const stranger = { ...client, clientSecret: 'wrong' };
  await expect(finishConsent(stranger, { redirectUri, code: 'c', codeVerifier: 'v' })).rejects.toThrow(
    /administrator should check the Google client/,
  );
  expect(consentErrorMessage('access_denied')).toContain('test users');
  for (const error of ['admin_policy_enforced', 'org_internal'])
    expect(consentErrorMessage(error)).toContain("organization's Google administrator");
  expect(consentErrorMessage('x'.repeat(100))).toContain(`(${'x'.repeat(60)})`);
});

test('an unticked box and a Google that does not answer are reported as such', async () => {
  const { codeVerifier, url } = await requestConsent(client, {
    redirectUri,
    state: 's',
    uses: ['import'],
    loginHint: 'ada@example.org',
  });
  const asked = new URL(url).searchParams;
  expect([asked.get('login_hint'), asked.get('prompt'), asked.get('scope')]).toEqual([
    'ada@example.org',
    'consent',
    'https://www.googleapis.com/auth/drive.readonly',
  ]);
  const other = new URL(url);
  other.searchParams.set('scope', 'openid');
  const codeOf = async (page: URL): Promise<string> => {
    const back = await fetch(page, { redirect: 'manual' });
    return new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  await expect(
    finishConsent(client, { redirectUri, code: await codeOf(other), codeVerifier }),
  ).rejects.toThrow(/was not ticked/);
  const online = new URL(url);
  online.searchParams.set('access_type', 'online');
  await expect(
    finishConsent(client, { redirectUri, code: await codeOf(online), codeVerifier }),
  ).rejects.toThrow(/was not ticked/);
  const refusing = (error: string) => {
    server.setFault(({ path }) =>
      path === '/token' ? { status: 400, reason: error, message: error } : undefined,
    );
    return expect(finishConsent(client, { redirectUri, code: 'c', codeVerifier }));
  };
  await refusing('whatever').rejects.toThrow(/could not be reached/);
  server.setFault(undefined);
  const { refreshToken } = await connect();
  server.setFault(({ path }) =>
    path === '/revoke' ? { status: 503, reason: 'backendError', message: 'away' } : undefined,
  );
  const granted = server.oauth.grantCount;
  expect([await revokeConsent(client, refreshToken), server.oauth.grantCount]).toEqual([false, granted]);
});
