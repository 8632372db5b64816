import { CodeChallengeMethod, JWT, OAuth2Client } from 'google-auth-library';
import { drive } from '@googleapis/drive';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DRIVE_SCOPES } from './drive.oauth.js';
import { startDriveServer, type DriveServer } from './drive.server.js';

const REDIRECT = 'http://127.0.0.1:9/drive/connected';
let server: DriveServer;
let client: OAuth2Client;

beforeEach(async () => {
  server = await startDriveServer();
  const { clientId, clientSecret } = server.oauth;
  const endpoints = {
    oauth2AuthBaseUrl: `${server.rootUrl}o/oauth2/v2/auth`,
    oauth2TokenUrl: `${server.rootUrl}token`,
    oauth2RevokeUrl: `${server.rootUrl}revoke`,
  };
  client = new OAuth2Client({
    clientId,
    clientSecret,
    redirectUri: REDIRECT,
    endpoints,
    forceRefreshOnFailure: true,
  });
});
afterEach(() => server.stop());

async function askConsent(state = 's1'): Promise<{ answer: URLSearchParams; codeVerifier: string }> {
  const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
  const url = client.generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent',
    scope: [DRIVE_SCOPES.file],
    state,
    code_challenge_method: CodeChallengeMethod.S256,
    code_challenge: codeChallenge ?? '',
  });
  const reply = await fetch(url, { redirect: 'manual' });
  return { answer: new URL(reply.headers.get('location') ?? '').searchParams, codeVerifier };
}

async function signIn(): Promise<string> {
  const { answer, codeVerifier } = await askConsent();
  const { tokens } = await client.getToken({ code: answer.get('code') ?? '', codeVerifier });
  client.setCredentials(tokens);
  return tokens.refresh_token ?? '';
}

test('a person signs in, the state comes back, and an expired token is renewed unnoticed', async () => {
  const { answer } = await askConsent('state of this browser');
  expect(answer.get('state')).toBe('state of this browser');
  expect(await signIn()).toMatch(/^1\/\//);
  const api = drive({ version: 'v3', auth: client, rootUrl: server.rootUrl });
  expect((await api.about.get({ fields: 'user' })).data.user?.emailAddress).toBe('ada@example.org');
  server.oauth.expireAccessTokens();
  expect((await api.about.get({ fields: 'user' })).data.user?.displayName).toBe('Ada Organizer');
});

test('a code is valid once, and only with the verifier of whoever asked for it', async () => {
  const first = await askConsent();
  const code = first.answer.get('code') ?? '';
  await expect(client.getToken({ code, codeVerifier: 'x'.repeat(64) })).rejects.toThrow(/invalid_grant/);
  await expect(client.getToken({ code, codeVerifier: first.codeVerifier })).rejects.toThrow(/invalid_grant/);
});

test('a refusal, an ended grant and a revoked one are told apart from success', async () => {
  server.oauth.consent = 'deny';
  const { answer } = await askConsent();
  expect([answer.get('error'), answer.get('code')]).toEqual(['access_denied', null]);
  server.oauth.consent = 'allow';

  const refreshToken = await signIn();
  await client.revokeToken(refreshToken);
  expect(server.oauth.grantCount).toBe(0);
  const api = drive({ version: 'v3', auth: client, rootUrl: server.rootUrl });
  await expect(api.about.get({ fields: 'user' })).rejects.toThrow(/invalid_grant/);
  await expect(client.revokeToken(refreshToken)).rejects.toThrow();
});

test('a wrong client, redirect address or missing challenge never reaches the consent', async () => {
  const url = (changes: Record<string, string>): string => {
    const right = {
      client_id: server.oauth.clientId,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'a',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    };
    return `${server.rootUrl}o/oauth2/v2/auth?${new URLSearchParams({ ...right, ...changes }).toString()}`;
  };
  const status = async (changes: Record<string, string>) =>
    (await fetch(url(changes), { redirect: 'manual' })).status;
  expect(await status({})).toBe(302);
  expect(await status({ client_id: 'somebody' })).toBe(400);
  expect(await status({ redirect_uri: 'https://evil.example' })).toBe(400);
  expect(await status({ code_challenge_method: 'plain' })).toBe(400);
  server.oauth.redirectUris.push('https://visage.example.org/drive/connected');
  expect(await status({})).toBe(400);
});

function serviceOf(
  { client_email: email, private_key: key }: { client_email: string; private_key: string },
  scope: string = DRIVE_SCOPES.readonly,
): JWT {
  const service = new JWT({ email, key, scopes: [scope] });
  service.transporter.interceptors.request.add({
    resolved: (request) =>
      Promise.resolve(
        Object.assign(
          request,
          request.url.host === 'oauth2.googleapis.com' && { url: new URL('token', server.rootUrl) },
        ),
      ),
  });
  return service;
}

test('a service account signs for itself, and sees exactly what is shared with it', async () => {
  const key = server.oauth.services.add('robot');
  const [mine, shared] = [server.addFolder('Private'), server.addFolder('Shared')];
  const studio = server.addSharedDrive('Studio');
  const photo = server.addFile('a.jpg', Buffer.from('a'), shared, 'image/jpeg');
  const api = drive({ version: 'v3', auth: serviceOf(key), rootUrl: server.rootUrl, retry: false });
  const names = async (q: string): Promise<unknown> =>
    (await api.files.list({ q })).data.files?.map(({ name }) => name);
  expect([await names('sharedWithMe = true'), (await api.drives.list({})).data.drives]).toEqual([[], []]);
  for (const id of [shared, studio]) server.files.share(id, key.client_email);
  expect(await names('sharedWithMe = true and trashed = false')).toEqual(['Shared']);
  expect(await names(`'${shared}' in parents`)).toEqual(['a.jpg']);
  expect((await api.drives.list({})).data.drives?.map(({ name }) => name)).toEqual(['Studio']);
  expect((await api.files.get({ fileId: photo })).data.name).toBe('a.jpg');
  await expect(api.files.get({ fileId: mine })).rejects.toMatchObject({ status: 404 });

  const writer = drive({
    version: 'v3',
    auth: serviceOf(key, DRIVE_SCOPES.full),
    rootUrl: server.rootUrl,
    retry: false,
  });
  const send = (parent: string) =>
    writer.files.create(
      {
        requestBody: { name: 'b.jpg', parents: [parent] },
        media: { mimeType: 'image/jpeg', body: 'b' },
        supportsAllDrives: true,
      },
      { rootUrl: server.rootUrl },
    );
  await expect(send(shared)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('storage quota') as string,
  });
  expect((await send(studio)).data.name).toBe('b.jpg');
});

test('an assertion that another key has signed, or that no account has, is refused', async () => {
  const [key, other] = [server.oauth.services.add('robot'), server.oauth.services.add('other')];
  const refused = async (one: { client_email: string; private_key: string }): Promise<unknown> =>
    serviceOf(one)
      .authorize()
      .catch((error: { response?: { data?: unknown } }) => error.response?.data);
  expect(await refused({ ...key, private_key: other.private_key })).toMatchObject({
    error: 'invalid_grant',
    error_description: 'Invalid JWT Signature.',
  });
  server.oauth.services.remove(key.client_email);
  expect(await refused(key)).toMatchObject({
    error: 'invalid_grant',
    error_description: 'Invalid grant: account not found',
  });
});
