/** @module A QR code in the terminal: two modules per character, by half blocks. */

import QRCode from 'qrcode';

/** ISO/IEC 18004 requires 4 light modules around; phones read it with 2, and the screen is small. */
const QUIET_ZONE = 2;
const BLACK_ON_WHITE = '\u001b[30;107m';
const RESET = '\u001b[0m';

/**
 * Lines of text that show `text` as a QR code.
 * @param colours black on white whatever the terminal's own colours; without them, the dark modules are drawn.
 */
export function renderQr(text: string, colours: boolean): string[] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'L' });
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < modules.size && column < modules.size && modules.get(row, column) !== 0;
  const lines: string[] = [];
  for (let row = -QUIET_ZONE; row < modules.size + QUIET_ZONE; row += 2) {
    let line = '';
    for (let column = -QUIET_ZONE; column < modules.size + QUIET_ZONE; column += 1) {
      line += halfBlock(isDark(row, column), isDark(row + 1, column));
    }
    lines.push(colours ? `${BLACK_ON_WHITE}${line}${RESET}` : line);
  }
  return lines;
}

function halfBlock(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}
