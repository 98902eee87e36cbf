import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Gzipped kilobytes of JavaScript: what every visit loads first, and what a route adds to it. */
const FIRST_SCREEN_LIMIT_KB = 110;
const ROUTE_LIMIT_KB = 45;
/** Megabytes of every file of the build on the disk, with their compressed twins. */
const DIST_LIMIT_MB = 5;

interface Chunk {
  readonly file: string;
  readonly name?: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<
  string,
  Chunk
>;

function kilobytes(file: string): number {
  return gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000;
}

/** The files that loading `key` fetches, without those in `known`. */
function filesOf(key: string, known: ReadonlySet<string>, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (!chunk || known.has(chunk.file) || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const inner of chunk.imports ?? []) filesOf(inner, known, found);
  return found;
}

function sum(files: Iterable<string>): number {
  return [...files].reduce((total, file) => total + kilobytes(file), 0);
}

function distMegabytes(): number {
  const folder = fileURLToPath(dist);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const bytes = files
    .filter((file) => file.isFile())
    .map((file) => statSync(join(file.parentPath, file.name)).size);
  return bytes.reduce((total, size) => total + size, 0) / 1e6;
}

const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (entry === undefined) throw new Error('The build has no entry: run the build first');
const first = filesOf(entry, new Set());
const rows = [
  { name: 'first screen', size: sum(first), limit: FIRST_SCREEN_LIMIT_KB },
  ...(manifest[entry]?.dynamicImports ?? []).map((key) => ({
    name: key.replace(/^src\//, ''),
    size: sum(filesOf(key, first)),
    limit: ROUTE_LIMIT_KB,
  })),
];

for (const { name, size, limit } of rows) {
  const verdict = size <= limit ? '' : '  OVER';
  console.log(`${name.padEnd(36)} ${size.toFixed(1).padStart(6)} KB of ${limit}${verdict}`);
}
console.log(
  `${'page with all styles'.padEnd(36)} ${kilobytes('index.html').toFixed(1).padStart(6)} KB`,
);
const all = distMegabytes();
const isAllOver = all >= DIST_LIMIT_MB;
console.log(
  `${'dist (all files)'.padEnd(36)} ${all.toFixed(2).padStart(6)} MB of ${DIST_LIMIT_MB}${isAllOver ? '  OVER' : ''}`,
);
if (isAllOver || rows.some(({ size, limit }) => size > limit)) process.exitCode = 1;
