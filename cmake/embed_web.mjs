// node embed_web.mjs DIST OUT: writes OUT/web_assets.S (.incbin of every file and its .br and .gz) and
// OUT/web_assets.cpp, the table that server/app/web_assets.hpp declares.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

const [dist, out] = process.argv.slice(2);
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webp': 'image/webp',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.map': 'application/json',
};

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(name);
    else if (!/\.(br|gz)$/.test(entry.name)) yield name;
  }
}

let assembly = '.section .rodata\n.balign 16\n';
let declarations = '';
const rows = [];
let index = 0;
const blob = (name, file) => {
  assembly += `.global ${name}\n.global ${name}_end\n${name}:\n.incbin "${file}"\n${name}_end:\n`;
  declarations += `extern const char ${name}[];\nextern const char ${name}_end[];\n`;
  return `{${name}, ${name}_end}`;
};
for (const file of files(dist)) {
  const path = `/${relative(dist, file).replaceAll('\\', '/')}`;
  const type = types[extname(file)];
  if (!type) throw new Error(`${path}: no content type is known for this ending; add it to embed_web.mjs`);
  const name = `stollen_web_${index++}`;
  const etag = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32);
  const parts = [blob(name, file)];
  for (const ending of ['br', 'gz']) parts.push(existsSync(`${file}.${ending}`) ? blob(`${name}_${ending}`, `${file}.${ending}`) : '{}');
  rows.push(`    {"${path}", "${type}", "${etag}", ${path.startsWith('/assets/')}, ${parts.join(', ')}},`);
}
assembly += '.section .note.GNU-stack,"",@progbits\n';
writeFileSync(join(out, 'web_assets.S'), assembly);
writeFileSync(join(out, 'web_assets.cpp'), `// generated from the built web client; do not edit
#include "server/app/web_assets.hpp"

extern "C" {
${declarations}}

namespace stollen::app {
namespace {
constexpr WebAsset make(std::string_view path, std::string_view type, std::string_view etag, bool is_immutable,
                        Bytes plain, Bytes brotli, Bytes gzip) {
  return {path, type, etag, is_immutable, plain, brotli, gzip};
}
const WebAsset kAssets[] = {
${rows.map((row) => row.replace('    {', '    make(').replace(/},$/, '),')).join('\n')}
};
}  // namespace
std::span<const WebAsset> web_assets() { return kAssets; }
}  // namespace stollen::app
`);
console.log(`embedded ${rows.length} files`);
