import { expect, test } from 'vitest';
import { renderBanner, type Banner } from './up.banner.js';

const first: Banner = {
  addresses: {
    internal: 'http://127.0.0.1:3000',
    local: 'http://localhost:3000',
    public: 'http://192.168.1.20:3000',
  },
  login: { email: 'organizer@visage.local', password: 'k7f3q-9xw2m-bd4ht-6ypz8' },
  guestUrl: 'http://192.168.1.20:3000/g/k7f3q9xw2mbd4ht6ypz8',
  dataFolder: '/home/me/visage/.visage',
  selfie: '/home/me/visage/sample1.jpg',
};

test('the first start shows where to go, how to sign in and the demo, on one screen', () => {
  const lines = renderBanner(first).split('\n');
  expect(lines.length).toBeLessThan(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(90);
  const text = lines.join('\n');
  for (const needed of [
    first.addresses.local,
    first.addresses.public,
    first.login.email,
    first.guestUrl,
    first.dataFolder,
  ]) {
    expect(text).toContain(needed);
  }
  expect(lines.some((line) => line.trimEnd().endsWith('k7f3q-9xw2m-bd4ht-6ypz8'))).toBe(true);
});

test('a later start shows no password, but says how to set a new one', () => {
  const text = renderBanner({ ...first, login: { email: first.login.email, password: undefined } });
  expect(text).not.toContain('k7f3q-9xw2m');
  expect(text).toContain('./visage user password organizer@visage.local');
});

test('without a demo event there is no QR code', () => {
  expect(renderBanner({ ...first, guestUrl: undefined })).not.toMatch(/[▀▄█]|demo/);
});
