/**
 * @module A real S3 server for tests: Ceph's radosgw over one in-memory storage daemon, gone without a trace after
 * stop().
 */

import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { radosgwConfig } from './radosgw.config.js';
import { RadosgwPrograms } from './radosgw.programs.js';

export interface RadosgwServer {
  /** For example `http://127.0.0.1:40123`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Temporary folder of the cluster's maps and logs. */
  directory: string;
  /** Ends the daemons so that they write what was in memory alone: what is stored then lies below `directory`. */
  halt(): Promise<void>;
  /** Kills every daemon and removes the cluster's folder. May be called twice. */
  stop(): Promise<void>;
}

export interface RadosgwOptions {
  /** Folder that keeps the unpacked packages (about 250 MB) between runs. */
  cacheDir: string;
  onProgress?: (message: string) => void;
}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
/** Another process may take a port after we choose it and before the daemon binds it. */
const START_ATTEMPTS = 3;

/**
 * @throws DebianPackageError when Debian's packages cannot be fetched (tests then skip with its message).
 * @throws Error with the end of the daemon's log when a daemon dies or stays silent.
 */
export async function startRadosgw({ cacheDir, onProgress }: RadosgwOptions): Promise<RadosgwServer> {
  const programs = await RadosgwPrograms.unpack(cacheDir, onProgress);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startCluster(programs);
    } catch (error) {
      const portTaken =
        error instanceof Error && /address already in use|unable to bind/i.test(error.message);
      if (!portTaken || attempt === START_ATTEMPTS) throw error;
    }
  }
}

async function startCluster(programs: RadosgwPrograms): Promise<RadosgwServer> {
  const directory = await mkdtemp(join(tmpdir(), 'visage-radosgw-'));
  const daemons: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(daemons.map(kill));
    await rm(directory, { recursive: true, force: true });
  };
  const halt = async (): Promise<void> => {
    for (const daemon of daemons.toReversed()) await end(daemon);
  };
  try {
    const [monitorPort, s3Port] = await freePorts();
    const config = join(directory, 'ceph.conf');
    const clusterId = randomUUID();
    await writeFile(
      config,
      radosgwConfig({ directory, libraries: programs.libraries, clusterId, monitorPort }),
    );
    await makeCluster(programs, directory, config, clusterId, monitorPort);

    const start = (name: string, program: string, args: string[]): void => {
      daemons.push(programs.daemon(program, ['-f', ...args], config, join(directory, `${name}.out`)));
    };
    start('monitor', 'ceph-mon', ['-i', 'a']);
    await programs.run('ceph-osd', ['--mkfs', '-i', '0'], config); // gets the cluster's map from the monitor
    start('storage', 'ceph-osd', ['-i', '0']);
    // radosgw insists on its own defaults for these two unless the command line says otherwise.
    const open = ['--ms-mon-client-mode', 'crc', '--auth-client-required', 'none'];
    start('s3', 'radosgw', [
      '-n',
      'client.admin',
      ...open,
      '--rgw-frontends',
      `beast endpoint=127.0.0.1:${s3Port}`,
    ]);

    const endpoint = `http://127.0.0.1:${s3Port}`;
    await answering(endpoint, daemons, directory);
    const accessKeyId = randomBytes(10).toString('hex');
    const secretAccessKey = randomBytes(20).toString('hex');
    const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
    await programs.run(
      'radosgw-admin',
      ['user', 'create', '--uid', 'visage', '--display-name', 'visage', ...keys],
      config,
    );
    return { endpoint, region: 'us-east-1', accessKeyId, secretAccessKey, directory, halt, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Writes the cluster's first maps and the monitor's data. The storage daemon is added to the first osdmap directly,
 * which avoids the `ceph` command and with it Python.
 */
async function makeCluster(
  programs: RadosgwPrograms,
  directory: string,
  config: string,
  clusterId: string,
  monitorPort: number,
): Promise<void> {
  const keyring = join(directory, 'keyring');
  const monmap = join(directory, 'monmap');
  const osdmap = join(directory, 'osdmap');
  await Promise.all(['mon', 'osd'].map((name) => mkdir(join(directory, name))));
  const monitor = ['--addv', 'a', `[v2:127.0.0.1:${monitorPort}]`, '--fsid', clusterId];
  const everything = ['--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *'];
  await programs.run(
    'ceph-authtool',
    ['--create-keyring', keyring, '--gen-key', '-n', 'mon.', ...everything],
    config,
  );
  await programs.run('ceph-authtool', [keyring, '--gen-key', '-n', 'client.admin', ...everything], config);
  await programs.run('monmaptool', ['--create', ...monitor, monmap], config);
  await programs.run('osdmaptool', [osdmap, '--createsimple', '1'], config);
  const maps = ['--monmap', monmap, '--osdmap', osdmap, '--keyring', keyring];
  await programs.run('ceph-mon', ['--mkfs', '-i', 'a', ...maps], config);
}

async function answering(endpoint: string, daemons: ChildProcess[], directory: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const up = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (up) return;
    const dead = daemons.some((daemon) => daemon.exitCode !== null || daemon.signalCode !== null);
    if (dead || Date.now() > deadline) {
      const why = dead
        ? 'a daemon of the S3 test server died'
        : `no answer from the S3 test server in ${START_TIMEOUT_MS} ms`;
      throw new Error(`${why}: ${await logEnds(directory)}`);
    }
    await sleep(POLL_MS);
  }
}

async function logEnds(directory: string): Promise<string> {
  const logs = ['monitor.out', 'storage.out', 's3.out'].map(async (name) => {
    const text = await readFile(join(directory, name), 'utf8').catch(() => '');
    return `\n${name}: ${text.trim().slice(-400)}`;
  });
  return (await Promise.all(logs)).join('');
}

/** Nothing in the cluster is worth a clean shutdown, which takes five seconds, unless somebody looks for what it stored. */
const kill = (daemon: ChildProcess): Promise<void> => end(daemon, 'SIGKILL');

async function end(daemon: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (daemon.pid === undefined || daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = once(daemon, 'exit');
  daemon.kill(signal);
  await gone;
}

/** Two ports that are free at this moment; both are held until both are known, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const [first, second] = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the system named no free port');
      return address.port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  if (first === undefined || second === undefined) throw new Error('the system named no free port');
  return [first, second];
}
