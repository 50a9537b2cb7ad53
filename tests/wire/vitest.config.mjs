import { fileURLToPath } from 'node:url';

/** @param {string} relative */
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const modules = path('../../web-client/node_modules/');

// Plain data: this folder has no packages of its own, it uses the client's.
export default {
  root: path('.'),
  resolve: {
    alias: [
      {
        find: /^@protocol$/,
        replacement: path('../../protocol/generated/ts/index.ts'),
      },
      {
        find: /^@client\/(.*)$/,
        replacement: `${path('../../web-client/src/')}$1`,
      },
      { find: /^vitest$/, replacement: `${modules}vitest/dist/index.js` },
      { find: /^ws$/, replacement: `${modules}ws/wrapper.mjs` },
    ],
  },
  server: { fs: { allow: [path('../..')] } },
  test: {
    include: ['*.test.ts'],
    environment: 'node',
    // Each file starts a server of its own; two cores serve one at a time best.
    fileParallelism: false,
    // The kinds wire and wire-postgres run at the same time in this folder.
    cache: false,
    testTimeout: 20_000,
    // One second is not enough on a busy machine; nobody waits longer than it takes.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
  },
};
