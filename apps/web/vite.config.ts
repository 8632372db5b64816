/**
 * The web app is built in two parts: `vite build` the organizer's, `vite build --mode guest` the page of guests, whose phones
 * get Preact for React: the same components with less than a third of the code before the first word is read.
 */
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { packedAssets } from './packed.assets.js';

const INDEX_PAGE = `${import.meta.dirname}/index.html`;
const GUEST_PAGE = `${import.meta.dirname}/guest.html`;

/** `guest.html` is `index.html` with another start. The gateway gives it to `/g`, all below, and `/privacy`; here the development server does. */
const forGuests = (html: string): string => html.replace('/src/main.tsx', '/src/guest/guest.main.tsx');
const guestPage: Plugin = {
  name: 'guest-page',
  enforce: 'pre',
  resolveId: (id) => (id === GUEST_PAGE ? id : null),
  load: (id) => (id === GUEST_PAGE ? forGuests(readFileSync(INDEX_PAGE, 'utf8')) : null),
  transformIndexHtml: {
    order: 'pre',
    handler: (html, { server, originalUrl = '' }) =>
      server && /^\/(?:g|privacy)(?:[/?]|$)/.test(originalUrl) ? forGuests(html) : html,
  },
};

/** Whatever the sources say of it: what was built for guests holds no schema. */
const noSchema: Plugin = {
  name: 'no-schema',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      const found = file.type === 'chunk' && file.moduleIds.find((id) => id.includes('/node_modules/zod/'));
      if (found)
        this.error(`${file.fileName} of the page of guests brings ${found}: import no schema there.`);
    }
  },
};

const PREACT = [
  { find: /^react\/(jsx(?:-dev)?-runtime)$/, replacement: 'preact/$1' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(?:-dom)?$/, replacement: 'preact/compat' },
];

export default defineConfig(({ command, mode }) => {
  // whatever the shell says: a build under a test runner would be one for development
  if (command === 'build') process.env.NODE_ENV = 'production';
  const guest = mode === 'guest';
  return {
    plugins: [guestPage, react(), packedAssets, guest && noSchema],
    resolve: {
      // Workspace packages are read from their TypeScript sources: the web app needs no other build first.
      conditions: ['source', ...defaultClientConditions],
      alias: guest ? PREACT : [],
    },
    build: {
      target: 'es2022',
      // The content security policy allows no `data:` addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: guest ? GUEST_PAGE : INDEX_PAGE },
      emptyOutDir: !guest,
    },
    server: { proxy: { '/api': process.env.GATEWAY_URL ?? 'http://127.0.0.1:3000' } },
  };
});
