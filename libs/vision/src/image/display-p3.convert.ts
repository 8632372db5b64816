/** @module Display P3 pixels, as phones write them, to sRGB. */

/** Linear Display P3 to linear sRGB, both D65 (CSS Color 4, section 17). */
const MATRIX = [
  1.2249401763, -0.2249401763, 0, -0.0420569547, 1.0420569547, 0, -0.0196375546, -0.0786360456, 1.0982736001,
];

/** Both spaces share the sRGB transfer curve. */
const LINEAR = Float32Array.from({ length: 256 }, (_, i) => {
  const v = i / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
});
const STEPS = 4095;
const ENCODED = Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
  const v = i / STEPS;
  return Math.round(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055));
});

/** Whether an ICC profile calls itself Display P3 (its description is ASCII or UTF-16). */
export function isDisplayP3(icc: Uint8Array | undefined): boolean {
  if (icc === undefined) return false;
  const text = String.fromCharCode(...icc.subarray(0, 2048)).replaceAll('\0', '');
  return text.includes('Display P3');
}

/** Changes interleaved RGB in place; colours outside of sRGB are clipped. */
export function convertDisplayP3(rgb: Uint8Array): void {
  const [a = 0, b = 0, , d = 0, e = 0, , g = 0, h = 0, i = 0] = MATRIX;
  for (let at = 0; at < rgb.length; at += 3) {
    const red = LINEAR[rgb[at] ?? 0] ?? 0;
    const green = LINEAR[rgb[at + 1] ?? 0] ?? 0;
    const blue = LINEAR[rgb[at + 2] ?? 0] ?? 0;
    rgb[at] = encode(a * red + b * green);
    rgb[at + 1] = encode(d * red + e * green);
    rgb[at + 2] = encode(g * red + h * green + i * blue);
  }
}

function encode(linear: number): number {
  return ENCODED[Math.min(STEPS, Math.max(0, Math.round(linear * STEPS)))] ?? 0;
}
