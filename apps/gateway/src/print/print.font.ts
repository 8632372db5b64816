/** @module The typeface of what is printed or drawn: Noto Serif, with Latin, Cyrillic and Greek, brought along as a file. */
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

export const PRINT_FONT = {
  regular: resolve('@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf'),
  semibold: resolve('@expo-google-fonts/noto-serif/600SemiBold/NotoSerif_600SemiBold.ttf'),
} as const;
