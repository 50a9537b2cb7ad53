// Writes `.br` and `.gz` next to every compressible file of a built client: `node compress.mjs DIST`.
// The server embeds and answers them as they are, so nothing is compressed per request.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = new Set([
  '.html',
  '.js',
  '.css',
  '.svg',
  '.json',
  '.txt',
  '.webmanifest',
  '.xml',
  '.map',
]);
const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/**
 * Smaller variants only: a variant that saves nothing is left out.
 * @param {string} path
 */
async function compress(path) {
  const body = await readFile(path);
  const variants = [
    {
      suffix: '.br',
      bytes: await brotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      }),
    },
    { suffix: '.gz', bytes: await deflate(body, { level: 9 }) },
  ];
  for (const { suffix, bytes } of variants) {
    if (bytes.length < body.length) await writeFile(path + suffix, bytes);
    else await rm(path + suffix, { force: true });
  }
}

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node compress.mjs DIST');
  process.exit(2);
}
const entries = await readdir(folder, { recursive: true, withFileTypes: true });
const paths = entries
  .filter((entry) => entry.isFile() && compressible.has(extname(entry.name)))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
await Promise.all(paths.map(compress));
console.log(`compressed ${paths.length} files in ${folder}`);
