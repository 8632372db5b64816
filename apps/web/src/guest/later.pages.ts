/** @module Pages of a guest that come after the first: their code is fetched while the first one is being read. */
import { lazy } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { mayBeSearchedFor } from './guest.step.js';

const photos = () => import('./guest-photos.page.js');
const selfie = () => import('./selfie.page.js');
const companion = () => import('./companion.page.js');
const upload = () => import('./guest-upload.page.js');

export const GuestPhotosPage = lazy(async () => ({ default: (await photos()).GuestPhotosPage }));
export const SelfiePage = lazy(async () => ({ default: (await selfie()).SelfiePage }));
export const CompanionPage = lazy(async () => ({ default: (await companion()).CompanionPage }));
export const GuestUploadPage = lazy(async () => ({ default: (await upload()).GuestUploadPage }));

export const ObjectionApp = lazy(async () => ({
  default: (await import('./objection.app.js')).ObjectionApp,
}));
export const ObjectionStatusApp = lazy(async () => ({
  default: (await import('./objection-status.app.js')).ObjectionStatusApp,
}));

export const PrivacyApp = lazy(async () => ({ default: (await import('./privacy.app.js')).PrivacyApp }));

/** The pages that the link leads to. A page that cannot be fetched now is fetched when it is needed. */
export function fetchLaterPages(welcome: GuestWelcome): void {
  const pages: (() => Promise<unknown>)[] = [welcome.rights.view ? photos : upload];
  if (mayBeSearchedFor(welcome)) pages.push(selfie);
  for (const page of pages) page().catch(() => undefined);
}
