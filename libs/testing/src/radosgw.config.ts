/** @module Configuration of a one-machine Ceph cluster that lives in memory and starts in about a second. */

export interface RadosgwLayout {
  /** Folder of this cluster's maps, keys and logs. */
  directory: string;
  /** Folder of the shared libraries that hold Ceph's plug-ins. */
  libraries: string;
  clusterId: string;
  monitorPort: number;
}

/**
 * Everything listens on the loopback interface only and nothing is authenticated inside the cluster; the S3 endpoint
 * checks signatures as always. One copy of each object is kept, in memory.
 */
export function radosgwConfig({ directory, libraries, clusterId, monitorPort }: RadosgwLayout): string {
  const settings: Record<string, string> = {
    fsid: clusterId,
    'mon host': `[v2:127.0.0.1:${monitorPort}]`,
    'mon initial members': 'a',
    'public addr': '127.0.0.1',
    'cluster addr': '127.0.0.1',
    'run dir': directory,
    'admin socket': '',
    'pid file': '',
    'log file': `${directory}/$name.log`,
    keyring: `${directory}/keyring`,
    'auth cluster required': 'none',
    'auth service required': 'none',
    'auth client required': 'none',
    'osd pool default size': '1',
    'osd pool default min size': '1',
    'osd pool default pg num': '1',
    'osd pool default pgp num': '1',
    'osd pool default pg autoscale mode': 'off',
    'osd crush chooseleaf type': '0',
    'mon allow pool size one': 'true',
    'mon max pg per osd': '1000',
    'mon data avail crit': '1', // a nearly full disk does not stop a cluster that keeps nothing on it
    // Each new pool waits for a round of the monitor; with the default of one second, the start takes twelve.
    'paxos propose interval': '0.02',
    'paxos min wait': '0.005',
    'osd fast shutdown': 'false', // one that is asked to end writes what it holds
    'osd objectstore': 'memstore',
    'memstore device bytes': '2G',
    'mon data': `${directory}/mon`,
    'osd data': `${directory}/osd`,
    'plugin dir': `${libraries}/ceph`,
    'erasure code dir': `${libraries}/ceph/erasure-code`,
    'compression dir': `${libraries}/ceph/compressor`,
    'crypto dir': `${libraries}/ceph/crypto`,
    'osd class dir': `${libraries}/rados-classes`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  return `[global]\n${lines.join('\n')}\n`;
}
