import { expect, test } from 'vitest';
import { addressSubject } from './address.subject.js';

test('one guest on IPv4 is one address, however it is written', () => {
  expect(addressSubject('192.0.2.7')).toBe('192.0.2.7');
  expect(addressSubject('::ffff:192.0.2.7')).toBe('192.0.2.7');
  expect(addressSubject(undefined)).toBe('unknown');
});

test('the addresses of one IPv6 network count as one, those of two networks as two', () => {
  const one = addressSubject('2001:db8:1:2:aaaa::1');
  expect(addressSubject('2001:0db8:0001:0002:ffff:ffff:ffff:ffff')).toBe(one);
  expect(addressSubject('2001:db8:1:3:aaaa::1')).not.toBe(one);
  expect(addressSubject('2001:db8::1')).toBe('2001:db8:0:0');
  expect(addressSubject('fe80::1%eth0')).toBe('fe80:0:0:0');
});
