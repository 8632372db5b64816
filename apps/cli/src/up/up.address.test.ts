import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { addressesOf } from './up.address.js';

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  return {
    address,
    internal,
    family: 'IPv4',
    netmask: '255.255.255.0',
    mac: '00:00:00:00:00:00',
    cidr: null,
  };
}
const home = {
  lo: [ipv4('127.0.0.1', true)],
  docker0: [ipv4('172.17.0.1')],
  eth0: [ipv4('10.0.0.7')],
  wlan0: [ipv4('192.168.1.20')],
};

test('a phone in the same network can open what the QR code holds', () => {
  expect(addressesOf('0.0.0.0', 3000, undefined, home)).toEqual({
    internal: 'http://127.0.0.1:3000',
    local: 'http://localhost:3000',
    public: 'http://192.168.1.20:3000',
  });
});

test('the network of containers is not offered to phones', () => {
  const onlyDocker = { lo: home.lo, docker0: home.docker0 };
  expect(addressesOf('0.0.0.0', 3000, undefined, onlyDocker).public).toBe('http://localhost:3000');
});

test('guests get PUBLIC_URL, without a doubled slash', () => {
  expect(addressesOf('127.0.0.1', 3000, 'https://photos.example.org/', home).public).toBe(
    'https://photos.example.org',
  );
});

test('listening on this machine alone promises nothing to phones', () => {
  expect(addressesOf('127.0.0.1', 3000, undefined, home).public).toBe('http://localhost:3000');
  expect(addressesOf('::1', 3000, undefined, home).internal).toBe('http://[::1]:3000');
});
