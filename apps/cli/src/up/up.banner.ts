/** @module What the terminal shows once everything runs: address, login, and the demo event as a QR code. */

import { hasColours, style } from '../terminal.style.js';
import { renderQr } from './qr.terminal.js';
import type { Addresses } from './up.address.js';
import type { OrganizerLogin } from './up.organizer.js';

export interface Banner {
  addresses: Addresses;
  login: OrganizerLogin;
  /** The password is shown at every start. */
  passwordKept?: boolean;
  /** The demo event's guest link. */
  guestUrl: string | undefined;
  dataFolder: string;
  /** A picture to use as a selfie in the demo. */
  selfie?: string;
}

const LABEL_WIDTH = 12;

/** The whole screen, about 40 lines with the QR code. */
export function renderBanner(banner: Banner): string {
  const { addresses, login } = banner;
  const lines = ['', `  ${style('bold', 'Visage is running')}`, ''];
  lines.push(row('Open', style('cyan', addresses.local)));
  if (addresses.public !== addresses.local)
    lines.push(row('', `${style('cyan', addresses.public)}  (other devices)`));
  lines.push(row('Sign in', login.email));
  if (login.password !== undefined) lines.push(row('Password', style('bold', login.password)));
  const note = login.password === undefined || banner.passwordKept ? '' : 'not shown again; ';
  lines.push(
    row(
      login.password === undefined ? 'Password' : '',
      dim(`${note}a new one: ./visage user password ${login.email}`),
    ),
  );
  lines.push(row('Data', dim(banner.dataFolder)));
  lines.push('');
  if (banner.guestUrl !== undefined) lines.push(...guestLines(banner.guestUrl, banner.selfie));
  lines.push(`  ${dim('Ctrl-C stops everything.')}`, '');
  return lines.join('\n');
}

function guestLines(url: string, selfie = ''): string[] {
  return [
    '  The demo event, as a guest sees it (scan, or open the link):',
    ...renderQr(url, hasColours()).map((line) => `  ${line}`),
    `  ${style('cyan', url)}`,
    `  ${dim(`A selfie to try: ${selfie}`)}`,
    '',
  ];
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`;
}

function dim(text: string): string {
  return style('dim', text);
}
