import { splitWrappedKeys } from '@visage/crypto/data.key';
import { forgetFormerMasterKey, replaceMasterKey } from '@visage/crypto/master.key';
import { hashesOfShortCode, openShortCode, sealShortCode } from '@visage/crypto/short-code.box';
import { createShortCode } from '@visage/crypto/short.code';
import { createReceiptKey, opensReceiptKey } from '@visage/crypto/receipt.signature';
import { hashesOfRefusedBrowser, hashRefusedBrowser } from '@visage/crypto/refused.browser';
import { createSignedToken, verifySignedToken } from '@visage/crypto/signed.token';
import { masterKeyId, wrappedKeyId } from '@visage/crypto/wrapped.box';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { SealedSecretRepository } from '@visage/database/event/sealed-secret.repository';
import { openOwnedDatabase, type OwnedDatabase } from '@visage/database/testing/owned.database';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DriveTokens } from '../drive.tokens.js';
import { GoogleSecrets } from '../google.secrets.js';
import { Killed, KilledCalls } from '../testing/killed.calls.js';
import { openKeys, type OpenedKeys } from './key.custody.js';
import { MasterRotation, type MasterRotationParts } from './master.rotation.js';

let owned: OwnedDatabase;
let folder: string;
let file: string;
let events: EventKeyRepository;
let sealed: SealedSecretRepository;

beforeAll(async () => {
  owned = await openOwnedDatabase();
  events = new EventKeyRepository(owned.database);
  sealed = new SealedSecretRepository(owned.database);
});
beforeEach(() => beginAnew());
afterEach(() => rm(folder, { recursive: true }));
afterAll(() => owned.close());

/** An installation of which nothing was made yet. */
async function beginAnew(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'visage-master-'));
  file = join(folder, 'master.key');
  const { prisma } = owned.database;
  await prisma.keyStoreMark.deleteMany();
  await prisma.event.deleteMany();
  await prisma.googleSetup.deleteMany();
  await prisma.receiptKey.deleteMany();
}

/** As every app does at its start. */
const start = (settings: object = { MASTER_KEY_FILE: file }): Promise<OpenedKeys> =>
  openKeys(
    { STORAGE_DIR: folder, S3_REGION: 'r', KEY_STORE: join(folder, 'keys'), ...settings },
    owned.database,
    { warn: () => undefined },
  );

const partsOf = (keys: OpenedKeys, calls = new KilledCalls()): MasterRotationParts => ({
  ...{ store: calls.of(keys.store), masters: calls.of(keys.masters), secrets: calls.of(keys.secrets) },
  ...{ events: calls.of(events), sealed: calls.of(sealed) },
  ...{ say: () => undefined, knownAfterMs: 0 },
  ...calls.of({
    replace: () => replaceMasterKey({ file }),
    forget: () => forgetFormerMasterKey({ file }),
  }),
});

/** What people hold, and what the database has sealed. */
interface Held {
  eventId: string;
  codeId: string;
  token: string;
  short: string;
  accountId: string;
  /** Of a browser that was refused. */
  refusal: string;
  receiptKey: string;
}

async function handOut({ events: keys, secrets }: OpenedKeys): Promise<Held> {
  const { prisma } = owned.database;
  const eventId = randomUUID();
  await keys.create(eventId);
  await prisma.event.create({ data: { id: eventId, ownerId: owned.ownerId, name: 'E', embedder: 'm' } });
  const share = { eventId, name: 'S', scope: {}, rights: {}, presentation: {} };
  const { id: shareId } = await prisma.share.create({ data: share });
  const { id: codeId } = await prisma.shareCode.create({ data: { shareId, label: 'C' } });
  const short = createShortCode();
  const { hash, box } = sealShortCode(secrets, short);
  await prisma.shareCode.update({ where: { id: codeId }, data: { shortHash: hash, shortBox: box } });
  const { id: accountId } = await prisma.driveAccount.upsert({
    where: { userId: owned.ownerId },
    create: { userId: owned.ownerId, email: 'a', name: 'A', uses: [], refreshToken: Buffer.of(1) },
    update: {},
  });
  const refreshToken = new DriveTokens(secrets).seal(owned.ownerId, 'refresh');
  await prisma.driveAccount.update({ where: { id: accountId }, data: { refreshToken } });
  await prisma.driveAccount.deleteMany({ where: { id: { not: accountId } } });
  const clientSecret = new GoogleSecrets(secrets).seal('client-secret', 'client');
  const serviceAccount = new GoogleSecrets(secrets).seal('service-account', '{}');
  const google = { clientId: 'c', clientSecret, serviceAccount, serviceAccountEmail: 'e' };
  await prisma.googleSetup.upsert({ where: { id: 1 }, create: google, update: google });
  const key = createReceiptKey(secrets);
  await prisma.receiptKey.deleteMany();
  await prisma.receiptKey.create({ data: { ...key, installationId: randomUUID(), createdAt: new Date() } });
  return {
    ...{ eventId, codeId, short, accountId, token: createSignedToken(secrets, 'share-code', codeId) },
    ...{ refusal: hashRefusedBrowser(secrets, codeId), receiptKey: key.id },
  };
}

/** Everything that was handed out, as an app sees it that has just started, or runs since before. */
async function expectHeld({ events: keys, secrets }: OpenedKeys, held: Held): Promise<void> {
  const { prisma } = owned.database;
  expect((await keys.open(held.eventId))?.opening).toHaveLength(1);
  expect(verifySignedToken(secrets, 'share-code', held.token)).toBe(held.codeId);
  const code = await prisma.shareCode.findFirstOrThrow({
    where: { shortHash: { in: hashesOfShortCode(secrets, held.short) } },
  });
  const box = { hash: code.shortHash ?? '', box: code.shortBox ?? new Uint8Array() };
  expect([code.id, openShortCode(secrets, box)]).toEqual([held.codeId, held.short]);
  const account = await prisma.driveAccount.findUniqueOrThrow({ where: { id: held.accountId } });
  expect(new DriveTokens(secrets).open(owned.ownerId, account.refreshToken)).toBe('refresh');
  expect(hashesOfRefusedBrowser(secrets, held.codeId)).toContain(held.refusal);
  const [receiptKey, ...others] = await prisma.receiptKey.findMany();
  expect([receiptKey?.id, others, receiptKey && opensReceiptKey(secrets, receiptKey)]).toEqual([
    ...[held.receiptKey, [], true],
  ]);
  const google = await sealed.google();
  expect(new GoogleSecrets(secrets).open('client-secret', google.clientSecret ?? new Uint8Array())).toBe(
    'client',
  );
  expect(new GoogleSecrets(secrets).open('service-account', google.serviceAccount ?? new Uint8Array())).toBe(
    '{}',
  );
}

async function masterKeysOf(keys: OpenedKeys): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const eventId of keys.store.list())
    for (const wrapped of splitWrappedKeys((await keys.store.read(eventId)) ?? new Uint8Array()))
      ids.add(wrappedKeyId(wrapped));
  return ids.add(wrappedKeyId((await keys.store.readSecrets()) ?? new Uint8Array()));
}

test('a new master key opens everything, printed codes open, running apps go on, and the one before opens nothing', async () => {
  const running = await start();
  const held = await handOut(running);
  const former = await readFile(file, 'utf8');
  const session = running.secrets.of('session-jwt');
  const report = await new MasterRotation(partsOf(await start())).run();
  expect(report).toEqual({ keys: 1, boxes: 5, damaged: 0, foreign: [] });

  await running.secrets.reload(); // which a running app does every few seconds
  await expectHeld(running, held);
  const started = await start();
  await expectHeld(started, held);
  expect(await masterKeysOf(started)).toEqual(new Set([masterKeyId(started.masters.current)]));
  expect((await readdir(folder)).filter((name) => name.startsWith('master'))).toEqual(['master.key']);
  expect(await readFile(file, 'utf8')).not.toBe(former);

  // all that who has the former master key makes of it
  const made = started.secrets.ring.secrets.map(({ id, secret }) => [id, secret !== undefined]);
  expect(made).toEqual([
    [masterKeyId(started.masters.current), true],
    [masterKeyId(running.masters.current) === made[0]?.[0] ? made[1]?.[0] : '', false],
  ]);
  expect(started.secrets.of('session-jwt')).not.toContainEqual(session[0]);
  expect(started.secrets.of('google-setup')).toHaveLength(1);
});

test('wherever it dies, all apps open everything, and the next run ends it', async () => {
  const whole = new KilledCalls();
  await handOut(await start());
  await new MasterRotation(partsOf(await start(), whole)).run();
  expect(whole.count).toBeGreaterThan(12);
  for (let left = 0; left < whole.count; left += 1) {
    await rm(folder, { recursive: true });
    await beginAnew();
    const running = await start();
    const held = await handOut(running);
    const dying = new MasterRotation(partsOf(await start(), new KilledCalls(left)));
    await expect(dying.run(), `after ${left} calls`).rejects.toThrow(Killed);
    await running.secrets.reload();
    await expectHeld(running, held);
    const started = await start();
    await expectHeld(started, held);
    await running.events.create(randomUUID()); // in the middle
    await new MasterRotation(partsOf(started)).run();
    await running.secrets.reload();
    await expectHeld(running, held);
    await expectHeld(await start(), held);
    expect(await masterKeysOf(running)).toEqual(new Set([masterKeyId(running.masters.current)]));
  }
});

test('two replacements later a code that was printed first still opens, unless links were ended', async () => {
  const held = await handOut(await start());
  await new MasterRotation(partsOf(await start())).run();
  await new MasterRotation(partsOf(await start())).run();
  const twice = await start();
  expect(twice.secrets.ring.secrets).toHaveLength(3);
  await expectHeld(twice, held);
  await new MasterRotation(partsOf(await start())).run({ endLinks: true });
  const ended = await start();
  expect(verifySignedToken(ended.secrets, 'share-code', held.token)).toBeNull();
  const anew = createSignedToken(ended.secrets, 'share-code', held.codeId);
  // a refused browser holds one of those links
  const refusal = hashRefusedBrowser(ended.secrets, held.codeId);
  await expectHeld(ended, { ...held, token: anew, refusal });
});

test('a key that is given as a setting is replaced by another that is given, with the one before beside it', async () => {
  const [one, other] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
  const running = await start({ MASTER_KEY: one });
  const held = await handOut(running);
  await expect((await start({ MASTER_KEY: other })).events.open(held.eventId)).rejects.toThrow('master key');
  const both = await start({ MASTER_KEY: other, FORMER_MASTER_KEY: one });
  await expectHeld(both, held);
  const given = { ...partsOf(both), replace: () => Promise.resolve(), forget: () => Promise.resolve() };
  await new MasterRotation(given).run();
  await expectHeld(await start({ MASTER_KEY: other }), held);
  await expect(start({ MASTER_KEY: one })).rejects.toThrow(masterKeyId(Buffer.alloc(32, 2)));
});

test('the key of an event that needs a third master key stays as it is, and is named', async () => {
  const keys = await start();
  await handOut(keys);
  const foreign = randomUUID();
  const elsewhere = await start({ MASTER_KEY: Buffer.alloc(32, 3).toString('base64') });
  await elsewhere.events.create(foreign);
  const kept = await keys.store.read(foreign);
  expect(await new MasterRotation(partsOf(keys)).run()).toMatchObject({ keys: 1, foreign: [foreign] });
  expect(await keys.store.read(foreign)).toEqual(kept);
});

test('an event that is made while the master key is replaced has its key under the new one', async () => {
  const running = await start();
  await running.events.create(randomUUID());
  const eventId = randomUUID();
  const { create } = running.store;
  running.store.create = async (id, wrapped) => {
    await new MasterRotation(partsOf(await start())).run();
    await create.call(running.store, id, wrapped); // under the key from before
  };
  await running.events.create(eventId);
  const record = (await running.store.read(eventId)) ?? new Uint8Array();
  expect(wrappedKeyId(record)).toBe(masterKeyId((await start()).masters.current));
});

test('that the secrets behind the links are lost is noticed at the start', async () => {
  await handOut(await start());
  await start(); // none were made yet: none are missed
  await new MasterRotation(partsOf(await start())).run();
  await rm(join(folder, 'keys', 'secrets.box'));
  await expect(start()).rejects.toThrow('has lost the secrets');
  await writeFile(join(folder, 'keys', 'secrets.box'), 'x');
  await expect(start()).rejects.toThrow('not wrapped by a master key');
});
