import { fileURLToPath } from 'node:url';
import wire from '../wire/vitest.config.mjs';

// As the wire tests, whose people and servers these use.
export default { ...wire, root: fileURLToPath(new URL('.', import.meta.url)) };
