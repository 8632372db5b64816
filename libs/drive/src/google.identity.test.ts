import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SettingError } from '@visage/contracts/setting.contract';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serviceAccountAuth } from './drive.auth.js';
import { createDriveReader } from './drive.reader.js';
import { GoogleIdentity, type EnteredIdentity } from './google.identity.js';
import { probeClient, probeServiceAccount } from './google.probe.js';
import { googleClientOf, googleSettingSchema, type GoogleSettings } from './google.settings.js';

let server: DriveServer;
beforeAll(async () => {
  server = await startDriveServer();
});
afterAll(() => server.stop());

const settings = (given: object = {}): GoogleSettings => googleSettingSchema.parse(given);
const account = { client_email: 'robot@example.org', private_key: '-----BEGIN PRIVATE KEY-----' };

describe('who this server is at Google', () => {
  /** In place of sealed secrets: says which secret it is and its text. */
  const secrets = {
    open: (kind: string, sealed: Uint8Array): string =>
      `${kind === 'client-secret' ? 'secret ' : ''}${Buffer.from(sealed).toString()}`,
  };
  const identity = (given: object, entered: Partial<EnteredIdentity> | null): GoogleIdentity => {
    const whole = entered && { clientId: null, clientSecret: null, serviceAccount: null, ...entered };
    return new GoogleIdentity(settings(given), { find: () => Promise.resolve(whole) }, secrets);
  };
  const fixed = { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 's', GOOGLE_ROOT_URL: 'http://127.0.0.1:9/' };
  const entered = { clientId: 'entered', clientSecret: Buffer.from('s') };

  test('is what the environment says, else what was entered, and nobody if one half is missing', async () => {
    expect(await identity(fixed, entered).client()).toEqual({
      clientId: 'id',
      clientSecret: 's',
      rootUrl: 'http://127.0.0.1:9/',
    });
    const root = { GOOGLE_ROOT_URL: 'http://127.0.0.1:9/' };
    expect(await identity(root, entered).client()).toEqual({
      clientId: 'entered',
      clientSecret: 'secret s',
      rootUrl: 'http://127.0.0.1:9/',
    });
    for (const half of [null, {}, { clientId: 'entered' }, { clientSecret: Buffer.from('s') }])
      expect(await identity({}, half).client()).toBeNull();
  });

  test('is a service account by the same rule', async () => {
    const sealed = { serviceAccount: Buffer.from(JSON.stringify(account)) };
    const other = { ...account, client_email: 'fixed@example.org' };
    expect(
      await identity({ GOOGLE_SERVICE_ACCOUNT: JSON.stringify(other) }, sealed).serviceAccount(),
    ).toEqual(other);
    expect(await identity({}, sealed).serviceAccount()).toEqual(account);
    expect([await identity({}, null).serviceAccount(), await identity({}, {}).serviceAccount()]).toEqual([
      null,
      null,
    ]);
    await expect(identity({}, { serviceAccount: Buffer.from('{}') }).serviceAccount()).rejects.toThrow();
  });

  test('half a client in the environment is refused, and the missing half is named', () => {
    expect(googleClientOf(settings())).toBeNull();
    for (const [given, missing] of [
      ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
      ['GOOGLE_CLIENT_SECRET', 'GOOGLE_CLIENT_ID'],
    ] as const) {
      const half = (): unknown => googleClientOf(settings({ [given]: 'x' }));
      expect(half).toThrow(SettingError);
      expect(half).toThrow(`${missing}: is not set`);
    }
  });

  test('a key that is not JSON is refused without being repeated', () => {
    const refused = googleSettingSchema.safeParse({ GOOGLE_SERVICE_ACCOUNT: '{ "private_key": "SECRET' });
    expect(refused.error?.issues.map(({ message }) => message)).toEqual(['is not JSON']);
    expect(JSON.stringify(refused.error)).not.toContain('SECRET');
  });
});

/** Starts a fake sign-in that gives this answer. */
async function answering(status: number, body: object): Promise<string> {
  const google = createServer(
    (_, response) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  await new Promise<void>((resolve) => google.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    google.closeAllConnections();
    google.close();
  });
  return `http://127.0.0.1:${(google.address() as AddressInfo).port}/`;
}

describe('before a client is stored', () => {
  const probe = (rootUrl: string, clientSecret = server.oauth.clientSecret) =>
    probeClient({ clientId: server.oauth.clientId, clientSecret, rootUrl });

  test('Google is asked whether it knows it', async () => {
    expect(await probe(server.rootUrl)).toEqual({ known: true });
    expect(await probe(server.rootUrl, 'wrong')).toMatchObject({
      known: false,
      message: expect.stringContaining('Copy both again') as string,
    });
    expect(await probe(await answering(200, { access_token: 'a', expires_in: 60 }))).toEqual({ known: true });
    expect(await probe(await answering(401, { error: 'unauthorized_client' }))).toMatchObject({
      known: false,
      message: expect.stringContaining('Copy both again') as string,
    });
    expect(await probe(await answering(400, { error: 'org_internal' }))).toMatchObject({
      known: false,
      message: expect.stringContaining('(org_internal)') as string,
    });
  });

  test('no verdict is given if Google does not answer, or not as the sign-in does', async () => {
    for (const rootUrl of ['http://127.0.0.1:1/', await answering(400, { error: { code: 400 } })])
      expect(await probe(rootUrl)).toMatchObject({
        known: null,
        message: expect.stringContaining('could not be reached') as string,
      });
  });
});

describe('before a service account is stored', () => {
  test('Google is asked whether it knows its key', async () => {
    const key = server.oauth.services.add();
    expect(await probeServiceAccount(key, server.rootUrl)).toEqual({ known: true });
    server.oauth.services.remove(key.client_email);
    expect(await probeServiceAccount(key, server.rootUrl)).toMatchObject({
      known: false,
      message: expect.stringContaining('(invalid_grant): its key was deleted') as string,
    });
    expect(await probeServiceAccount(key, 'http://127.0.0.1:1/')).toMatchObject({ known: null });
    expect(await probeServiceAccount(account, server.rootUrl)).toMatchObject({
      known: false,
      message: expect.stringContaining('cannot be read') as string,
    });
  });

  test('and it sees no more than it is asked for', async () => {
    const key = server.oauth.services.add();
    const folder = server.addFolder('shared');
    server.files.share(folder, key.client_email);
    const id = server.addFile('a.jpg', Buffer.from('a'), folder, 'image/jpeg');
    const reading = serviceAccountAuth(key, 'import', server.rootUrl);
    expect((await createDriveReader(reading, server.rootUrl).getFile(id)).name).toBe('a.jpg');
    expect(reading.scopes).toEqual(['https://www.googleapis.com/auth/drive.readonly']);
    expect(serviceAccountAuth(key, 'mirror').scopes).toEqual(['https://www.googleapis.com/auth/drive']);
  });
});
