/** @module What happens to faces at a party: they are small, tilted, blurred and saved badly. Seeded. */
import sharp from 'sharp';

export interface Damage {
  /** Side of the 250-pixel portrait in the photo. */
  side: number;
  /** Degrees. */
  tilt: number;
  /** Standard deviation in pixels; 0 for none. */
  blur: number;
  /** Of the saved JPEG. */
  quality: number;
}

export function drawDamage(random: () => number): Damage {
  const between = (low: number, high: number): number => low + (high - low) * random();
  return {
    side: Math.round(between(110, 250)),
    tilt: between(-15, 15),
    blur: random() < 0.3 ? between(0.4, 1.2) : 0,
    quality: Math.round(between(40, 95)),
  };
}

/** Side of each portrait's place in a composed photo, pixels. */
export const PORTRAIT_CELL = 260;

/** The portraits side by side as one photo, each in its cell, saved at the worst of their qualities. */
export async function composePhoto(
  portraits: readonly { bytes: Uint8Array; damage: Damage }[],
): Promise<Buffer> {
  const parts = await Promise.all(
    portraits.map(async ({ bytes, damage }, place) => {
      let image = sharp(bytes)
        .rotate(damage.tilt, { background: '#6b6460' })
        .resize(damage.side, damage.side);
      if (damage.blur > 0) image = image.blur(damage.blur);
      const margin = Math.floor((PORTRAIT_CELL - damage.side) / 2);
      return { input: await image.png().toBuffer(), left: place * PORTRAIT_CELL + margin, top: margin };
    }),
  );
  return sharp({
    create: {
      width: PORTRAIT_CELL * portraits.length,
      height: PORTRAIT_CELL,
      channels: 3,
      background: '#6b6460',
    },
  })
    .composite(parts)
    .jpeg({ quality: Math.min(...portraits.map(({ damage }) => damage.quality)) })
    .toBuffer();
}
