/** @module An address as a QR code: error correction M (15 %), a quiet zone of four modules as ISO/IEC 18004 asks. */
import { toBuffer, toString } from 'qrcode';

const options = { errorCorrectionLevel: 'M', margin: 4 } as const;
/** Sharp on paper up to 8 cm at 300 dpi. */
const PNG_PIXELS = 1024;

export function qrPng(text: string): Promise<Buffer> {
  return toBuffer(text, { ...options, type: 'png', width: PNG_PIXELS });
}

export function qrSvg(text: string): Promise<string> {
  return toString(text, { ...options, type: 'svg' });
}
