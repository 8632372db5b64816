/**
 * @module Entry point of `guest.html`, the page for `/g` and everything below it: it loads nothing that a guest does
 * not need at once.
 */
import { startApp } from '../ui/app.start.js';
import { GuestApp } from './guest.app.js';
import { guestTokenOf } from './guest.token.js';
import { TypedCodeApp } from './typed-code.app.js';

const token = guestTokenOf(window.location.pathname);
startApp(token === null ? <TypedCodeApp /> : <GuestApp token={token} />);
