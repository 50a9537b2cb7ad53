import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const protocol = fileURLToPath(new URL('../protocol/generated/ts/', import.meta.url));
const server = 'http://localhost:8080';

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: [
      { find: /^@protocol$/, replacement: `${protocol}index.ts` },
      { find: /^@protocol\/(.*)$/, replacement: `${protocol}$1` },
    ],
    // Components are tested as a browser would load them, not as for rendering on a server.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  build: {
    emptyOutDir: true,
    // The content security policy allows fonts from our own host only, so nothing becomes a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The protocol's types lie beside this folder.
    fs: { allow: ['..'] },
    proxy: {
      '/api': server,
      '/media': server,
      '/socket': { target: server, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});
