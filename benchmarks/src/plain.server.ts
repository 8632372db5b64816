/** @module The least a server can do with uploads: every body goes into a file of its own. Prints its port. */
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const folder = process.argv[2] ?? '.';
let count = 0;
const server = createServer((request, response) => {
  pipeline(request, createWriteStream(join(folder, String((count += 1))))).then(
    () => response.writeHead(204).end(),
    () => response.destroy(),
  );
}).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(address.port);
});
