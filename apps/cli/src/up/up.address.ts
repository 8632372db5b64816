/** @module The addresses of this server: from this machine, and from a phone in the same network. */

import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

export interface Addresses {
  /** For programs on this machine. */
  internal: string;
  /** For the browser on this machine. */
  local: string;
  /** Encoded in QR codes; equals `local` if other devices cannot reach us. */
  public: string;
}

const ANY = new Set(['0.0.0.0', '::', '']);

export function addressesOf(
  host: string,
  port: number,
  publicUrl: string | undefined,
  interfaces: Record<string, NetworkInterfaceInfo[] | undefined> = networkInterfaces(),
): Addresses {
  const everywhere = ANY.has(host);
  const own = everywhere ? '127.0.0.1' : host;
  const internal = `http://${bracketed(own)}:${port}`;
  const local = own === '127.0.0.1' ? `http://localhost:${port}` : internal;
  const lan = everywhere ? lanAddress(interfaces) : undefined;
  const reached = publicUrl?.replace(/\/+$/, '') ?? (lan ? `http://${lan}:${port}` : local);
  return { internal, local, public: reached };
}

/** Networks of containers and virtual machines, which no phone is in. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt|tailscale|cni|flannel|cali)/;

/** The IPv4 address of this machine in its local network; home networks (192.168/16) before others. */
export function lanAddress(
  interfaces: Record<string, NetworkInterfaceInfo[] | undefined>,
): string | undefined {
  const candidates = Object.entries(interfaces).flatMap(([name, addresses]) =>
    VIRTUAL.test(name)
      ? []
      : (addresses ?? [])
          .filter((info) => info.family === 'IPv4' && !info.internal && !info.address.startsWith('169.254.'))
          .map((info) => info.address),
  );
  return candidates.find((address) => address.startsWith('192.168.')) ?? candidates[0];
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
