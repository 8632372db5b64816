import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { packedAssets } from './packed.assets.js';

const entry = (name: string): string => `${import.meta.dirname}/${name}`;

/** The gateway gives `/g` and all below it the guest's page; here the development server does. */
const guestPages: Plugin = {
  name: 'guest-pages',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _response, next) => {
      if (/^\/g(?:[/?]|$)/.test(request.url ?? '')) request.url = '/guest.html';
      next();
    });
  },
};

/** And with them all that they import. */
const BASE = /\/(?:web\/src\/ui\/|web\/src\/api\/api\.|web\/src\/texts\/format|web\/src\/guest\/guest\.token|contracts\/src\/accent\.colour)/;

export default defineConfig({
  plugins: [react(), guestPages, packedAssets],
  // Workspace packages are read from their TypeScript sources: the web app needs no other build first.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // The content security policy allows no `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [entry('index.html'), entry('guest.html')],
      // What every page needs comes as one file: a browser asks for six at once over HTTP/1.1, and a guest's page has fewer.
      output: { codeSplitting: { groups: [{ name: 'base', test: BASE }] } },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
