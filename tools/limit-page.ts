import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from './generated-file.ts';
import type { SourceFile } from './source-files.ts';

/** One bound with its unit and the reason for its size. */
export interface LimitRow {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly reason: string;
  readonly path: string;
}

const UNITS: readonly [RegExp, string][] = [
  [/(^b|_B|B)(ytes|YTES)$/, 'bytes'],
  [/(_MS|Ms)$/, 'ms'],
  [/(_SECONDS|Seconds)$/, 's'],
  [/(_MINUTES|Minutes)$/, 'min'],
  [/(_RATIO|Ratio|Share)$/, 'ratio'],
];

/**
 * The bounds of all `*.limits.ts` files: tables `{ name: { value, unit, reason } }`, and plain numbers (single
 * or in a table) whose docstring is the reason and whose name ends with the unit.
 */
export async function limitRows(files: readonly SourceFile[]): Promise<LimitRow[]> {
  const rows: LimitRow[] = [];
  for (const { path, text } of files) {
    if (!path.endsWith('.limits.ts')) continue;
    const module = (await import(pathToFileURL(join(projectFolder, path)).href)) as object;
    for (const [name, exported] of Object.entries(module)) {
      rows.push(...rowsOf(path, text, name, exported));
    }
  }
  return rows;
}

/** Bounds without a reason or unit. */
export function limitProblems(rows: readonly LimitRow[]): string[] {
  return rows
    .filter(({ reason, unit }) => !reason || !unit)
    .map(({ path, name }) => `${path}: the bound ${name} needs a unit and a reason`);
}

/** The page with every bound. */
export function limitPage(rows: readonly LimitRow[]): string {
  const groups = Map.groupBy(rows, ({ path }) => path);
  const sections = [...groups].map(([path, group]) =>
    [
      `## ${path}`,
      '',
      '| bound | value | unit | reason |',
      '| --- | --- | --- | --- |',
      ...group.map(
        ({ name, value, unit, reason }) =>
          `| ${[`\`${name}\``, value, unit, reason.replaceAll('|', '\\|')].join(' | ')} |`,
      ),
      '',
    ].join('\n'),
  );
  return `# Limits

Generated from the \`*.limits.ts\` files by \`npm run generate\`; \`npm run validate\` fails when this page is stale.

Every structure that can grow has a bound here, or in the configuration (\`configuration.md\`: caches, pool, batches, sockets).

${sections.join('\n')}`;
}

interface StatedLimit {
  readonly value: unknown;
  readonly unit?: string;
  readonly reason?: string;
}

function rowsOf(path: string, text: string, name: string, exported: unknown): LimitRow[] {
  if (typeof exported === 'number') {
    return [plainRow(path, name, exported, docstring(text, `export const ${name}`))];
  }
  if (typeof exported !== 'object' || exported === null) return [];
  return Object.entries(exported).flatMap(([key, limit]: [string, number | object]) => {
    if (typeof limit === 'number')
      return [plainRow(path, key, limit, docstring(text, `  ${key}:`))];
    return 'value' in limit ? [statedRow(path, key, limit)] : rowsOf(path, text, key, limit);
  });
}

function statedRow(path: string, name: string, { value, unit, reason }: StatedLimit): LimitRow {
  return { path, name, value: shown(value), unit: unit ?? '', reason: reason ?? '' };
}

function plainRow(path: string, name: string, value: number, reason: string): LimitRow {
  const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? 'count';
  return { path, name, value: shown(value), unit, reason };
}

function shown(value: unknown): number | string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  return Number(value.toPrecision(4));
}

/** The docstring right above a declaration, or above the block of lines that it stands in. */
function docstring(text: string, declaration: string): string {
  const block =
    text
      .slice(0, text.indexOf(declaration))
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  const comment = [...block.matchAll(/\/\*\*([\s\S]*?)\*\//g)].at(-1)?.[1] ?? '';
  return comment
    .replaceAll(/\n\s*\*/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
