/**
 * @module Entry point of `guest.html`, the page for `/g`, everything below it, and `/privacy`: it loads nothing that a guest does
 * not need at once.
 */
import { type ReactNode, Suspense } from 'react';
import { startApp } from '../ui/app.start.js';
import { Loading } from '../ui/notice.js';
import { GuestApp } from './guest.app.js';
import { guestTokenOf, isPrivacyPage, objectionTokensOf } from './guest.token.js';
import { ObjectionApp, ObjectionStatusApp, PrivacyApp } from './later.pages.js';
import { TypedCodeApp } from './typed-code.app.js';

startApp(<Suspense fallback={<Loading />}>{appOf(window.location.pathname)}</Suspense>);

function appOf(pathname: string): ReactNode {
  const objecting = objectionTokensOf(pathname);
  if (objecting?.of === 'link') return <ObjectionApp token={objecting.token} />;
  if (objecting?.of === 'code') return <TypedCodeApp typed={objecting.token} page="/objection" />;
  if (objecting) return <ObjectionStatusApp token={objecting.token} />;
  const token = guestTokenOf(pathname);
  if (isPrivacyPage(pathname)) return <PrivacyApp token={token} />;
  return token === null ? <TypedCodeApp /> : <GuestApp token={token} />;
}
