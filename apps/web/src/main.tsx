/**
 * @module Entry point of every page but those of `guest.html`: the organizer's, and the one Google sends a guest back
 * to.
 */
import type { ReactNode } from 'react';
import { peekReturn } from './drive/drive.return.js';
import { guestTokenOf } from './guest/guest.token.js';
import { startApp } from './ui/app.start.js';

async function loadApp(): Promise<ReactNode> {
  const back = window.location.pathname === '/drive/connected' ? peekReturn() : undefined;
  const returning = back === undefined ? null : guestTokenOf(back);
  if (back !== undefined && returning !== null) {
    const { GuestDriveConnectedApp } = await import('./guest/guest-drive-connected.app.js');
    return <GuestDriveConnectedApp token={returning} back={back} />;
  }
  const { OrganizerApp } = await import('./organizer/organizer.app.js');
  return <OrganizerApp />;
}

startApp(loadApp());
