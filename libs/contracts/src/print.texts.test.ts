import { describe, expect, test } from 'vitest';
import {
  printCardsTitle,
  printDate,
  printInstruction,
  printObjection,
  printTypeLine,
} from './print.texts.js';

describe('posters and table cards', () => {
  test('say in their language what the code is for: one’s own photos, or all of them', () => {
    expect(printInstruction('en', 'own-photos')).toMatch(/selfie/);
    expect(printInstruction('de', 'own-photos')).toMatch(/Selfie/);
    for (const scope of ['gallery', 'albums', 'person'] as const) {
      expect(printInstruction('en', scope)).toBe('Scan the code to see the photos.');
      expect(printInstruction('de', scope)).toBe('Code scannen und die Fotos ansehen.');
    }
  });

  test('name the page on which the short code is typed, with its port, and nothing else of the address', () => {
    expect(printTypeLine('en', 'https://photos.example.org/g/c/secret?x=1')).toBe(
      'No camera at hand? Go to photos.example.org/g and type',
    );
    expect(printTypeLine('de', 'http://192.168.0.7:3000/g/c/secret')).toBe(
      'Keine Kamera zur Hand? Öffne 192.168.0.7:3000/g und tippe ein:',
    );
  });

  test('say where not to be shown in few enough letters to type, or how to get there by scanning', () => {
    const url = 'https://photos.example.org/g/a-long-secret?x=1';
    const shortCode = 'K7M2Q-9XB4D';
    const address = 'photos.example.org/g/K7M2Q-9XB4D/objection';
    expect(printObjection('en', { url, shortCode })).toEqual(['You do not want to be shown?', address]);
    expect(printObjection('de', { url, shortCode })).toEqual(['Du möchtest nicht gezeigt werden?', address]);
    for (const language of ['en', 'de'] as const)
      expect(printObjection(language, { url, shortCode: '' })[1]).not.toMatch(/example|secret/);
  });

  test('show the day of the event as it was entered, wherever the server is', () => {
    expect(printDate('en', '2026-06-20')).toBe('June 20, 2026');
    expect(printDate('de', '2026-06-20')).toBe('20. Juni 2026');
    expect(printDate('en', '2026-06-20T23:59:59.000Z')).toBe('June 20, 2026');
    expect(printDate('en', null)).toBe('');
  });

  test('are files named after their event', () => {
    expect([printCardsTitle('en', 'Anna & Ben'), printCardsTitle('de', 'Anna & Ben')]).toEqual([
      'Anna & Ben: table cards',
      'Anna & Ben: Tischkarten',
    ]);
  });
});
