/** @module The programs of Ceph that make up a test S3 server, unpacked from Debian's packages. */

import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DebianPackageError, unpackDebianPackages } from '@visage/embedded/debian.package';

/** Commands for administrators and other front ends; none of the daemons loads them. */
const NOT_NEEDED =
  /^(python3|sudo$|lvm2$|dmeventd$|liblvm2|libdevmapper-event|cryptsetup|nvme-cli$|smartmontools$|parted$|gdisk$|hdparm$|xfsprogs$|dmidecode$|logrotate$|uuid-runtime$|mailcap$)/;

const ADMIN_TIMEOUT_MS = 60_000;

export class RadosgwPrograms {
  private constructor(
    private readonly env: Record<string, string>,
    /** Folder of the shared libraries, with Ceph's plug-ins in `ceph/`. */
    readonly libraries: string,
  ) {}

  /** @throws DebianPackageError when Debian's packages cannot be fetched. */
  static async unpack(cacheDir: string, onProgress?: (message: string) => void): Promise<RadosgwPrograms> {
    const { env } = await unpackDebianPackages({
      packages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-base', 'ceph-common'],
      cacheDir,
      label: 'radosgw',
      leaveOut: (name) => NOT_NEEDED.test(name),
      onProgress,
    });
    for (const folder of env.LD_LIBRARY_PATH.split(delimiter)) {
      const plugins = join(folder, 'ceph');
      const found = await access(join(plugins, 'libceph-common.so.2')).then(
        () => true,
        () => false,
      );
      if (found) {
        return new RadosgwPrograms(
          { ...env, LD_LIBRARY_PATH: `${env.LD_LIBRARY_PATH}${delimiter}${plugins}` },
          folder,
        );
      }
    }
    throw new DebianPackageError(
      'not-found',
      'radosgw: the packages of this release lack libceph-common.so.2',
    );
  }

  /** Runs a command to its end and returns its output. */
  async run(program: string, args: string[], configFile: string): Promise<string> {
    const child = spawn(program, args, {
      env: { ...this.env, CEPH_CONF: configFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: ADMIN_TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0)
      throw new Error(`${program} ${args[0] ?? ''} ended with ${code}: ${errors.trim().slice(-500)}`);
    return output;
  }

  /** Starts a daemon that the kernel kills when this process dies, however it dies. */
  daemon(program: string, args: string[], configFile: string, logFile: string): ChildProcess {
    const log = openSync(logFile, 'a');
    try {
      const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
        env: { ...this.env, CEPH_CONF: configFile },
        stdio: ['ignore', log, log],
      });
      child.once('error', (error) => appendFileSync(logFile, error.message));
      return child;
    } finally {
      closeSync(log);
    }
  }
}
