/** @module The fake Drive as a program of its own, with a few folders of photos, to look at in the browser. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOCUMENT_MIME_TYPE } from './drive.files.js';
import { startDriveServer } from './drive.server.js';

const {
  DRIVE_PORT: port,
  DRIVE_CLIENT_ID: id = '',
  DRIVE_CLIENT_SECRET: secret = '',
  DRIVE_PHOTOS: folder,
} = process.env;

const server = await startDriveServer({ port: Number(port), client: { id, secret } });
server.oauth.consent = 'page';

const wedding = server.addFolder('Wedding');
const places = ['Ceremony', 'Party'].map((name) => server.addFolder(name, wedding));
const names = folder === undefined ? [] : (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name));
for (const [index, name] of names.sort().entries()) {
  const content = await readFile(join(folder ?? '', name));
  server.addFile(name, content, places[index % places.length] ?? wedding, 'image/jpeg');
  if (index === 0) server.addFile(`Copy of ${name}`, content, wedding, 'image/jpeg');
}
server.addFile('Seating plan', Buffer.alloc(0), wedding, DOCUMENT_MIME_TYPE);
server.addShortcut('Lost photo', 'gone', wedding);
server.addShortcut('The party', places[1] ?? wedding, server.addSharedDrive('Studio'));

process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
