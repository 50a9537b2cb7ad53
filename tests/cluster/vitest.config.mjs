import { fileURLToPath } from 'node:url';
import wire from '../wire/vitest.config.mjs';

// As the wire tests; but all files share one cluster, and a fault takes its time.
export default {
  ...wire,
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { ...wire.test, testTimeout: 300_000, hookTimeout: 120_000 },
};
