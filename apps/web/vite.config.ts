/**
 * The web app is built in two parts: `vite build` the organizer's, `vite build --mode guest` the page of guests, whose phones
 * get Preact for React: the same components with a sixth of the code before the first word is read.
 */
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { packedAssets } from './packed.assets.js';

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
    plugins: [react(), guestPages, packedAssets],
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
      rolldownOptions: { input: `${import.meta.dirname}/${guest ? 'guest' : 'index'}.html` },
      emptyOutDir: !guest,
    },
    server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
  };
});
