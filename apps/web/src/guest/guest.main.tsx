/**
 * @module Entry point of `guest.html`, the page for `/g` and everything below it: it loads nothing that a guest does
 * not need at once.
 */
import { Suspense } from 'react';
import { Loading } from '../ui/notice.js';
import { startApp } from '../ui/app.start.js';
import { GuestApp } from './guest.app.js';
import { guestTokenOf, objectionTokensOf } from './guest.token.js';
import { ObjectionApp, ObjectionStatusApp } from './later.pages.js';
import { TypedCodeApp } from './typed-code.app.js';

const { pathname } = window.location;
const token = guestTokenOf(pathname);
const objecting = objectionTokensOf(pathname);
startApp(
  objecting ? (
    <Suspense fallback={<Loading />}>
      {objecting.of === 'link' ? (
        <ObjectionApp token={objecting.token} />
      ) : (
        <ObjectionStatusApp token={objecting.token} />
      )}
    </Suspense>
  ) : token === null ? (
    <TypedCodeApp />
  ) : (
    <GuestApp token={token} />
  ),
);
