import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import { renderQr } from './qr.terminal.js';

const LINK = 'http://192.168.1.20:3000/g/k7f3q9xw2mbd4ht6ypz8';

/** Reads the blocks back into modules: the upper half of a character, then its lower half. */
function modulesOf(lines: string[]): boolean[][] {
  return lines.flatMap((line) => [
    [...line].map((block) => block === '█' || block === '▀'),
    [...line].map((block) => block === '█' || block === '▄'),
  ]);
}

test('every module of the QR code is drawn where it belongs, with light ones around', () => {
  const { modules } = QRCode.create(LINK, { errorCorrectionLevel: 'L' });
  const drawn = modulesOf(renderQr(LINK, false));
  expect(drawn[0]).toHaveLength(modules.size + 4);
  expect([...(drawn[0] ?? []), ...(drawn[1] ?? [])]).not.toContain(true);
  for (let row = 0; row < modules.size; row += 1) {
    const expected = Array.from({ length: modules.size }, (_, column) => modules.get(row, column) !== 0);
    expect(drawn[row + 2]?.slice(2, -2)).toEqual(expected);
  }
});

test('on a dark terminal it is still black on white', () => {
  expect(
    renderQr(LINK, true).every((line) => line.startsWith('\u001b[30;107m') && line.endsWith('\u001b[0m')),
  ).toBe(true);
});
