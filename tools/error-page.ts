import { runInNewContext } from 'node:vm';
import { isTest } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

/** One error code as its table states it; a library error has no status. */
export interface ErrorRow {
  readonly code: string;
  readonly path: string;
  readonly status?: number;
  readonly level?: string;
  readonly message: string;
  readonly hint?: string;
}

const CALL = /\bdefineError\(\s*'([A-Z][A-Z0-9_]*)',\s*\{/g;

/** Every row of every error table in the sources. Throws for a row that is not plain literals. */
export function errorRows(files: readonly SourceFile[]): ErrorRow[] {
  return files
    .filter(({ path }) => !isTest(path) && !path.startsWith('tools/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(CALL)].map((match) => {
        const start = match.index + match[0].length - 1;
        const row = literalAt(text, start, `${path}: ${match[1]}`) as Omit<
          ErrorRow,
          'code' | 'path'
        >;
        return { code: match[1] ?? '', path, ...row };
      }),
    );
}

/** What is wrong with the tables: a code twice, a code or a sentence outside the conventions. */
export function errorProblems(rows: readonly ErrorRow[]): string[] {
  const first = new Map<string, string>();
  return rows.flatMap(({ code, path, message, hint, status }) => {
    const problems: string[] = [];
    // The server repeats a library code in order to give it a status.
    const key = `${status === undefined ? 'library' : 'server'} ${code}`;
    const earlier = first.get(key);
    if (earlier !== undefined) problems.push(`${path}: ${code} is defined in ${earlier} as well`);
    first.set(key, path);
    if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code))
      problems.push(`${path}: ${code} is not AREA_REASON`);
    if (!message) problems.push(`${path}: ${code} has no message`);
    if (!hint && (status === undefined || status >= 400))
      problems.push(`${path}: ${code} has no hint`);
    if (!path.endsWith('errors.ts')) problems.push(`${path}: ${code} belongs into an errors file`);
    return problems;
  });
}

/** The page with every code, grouped by the part of the product that defines it. */
export function errorPage(rows: readonly ErrorRow[]): string {
  const groups = Map.groupBy(rows, ({ path }) => path);
  const sections = [...groups].map(([path, group]) => {
    const isLibrary = group.every(({ status }) => status === undefined);
    const head = isLibrary
      ? '| code | message | what to do |'
      : '| code | status | log level | message | what to do |';
    const columns = head.split('|').length - 2;
    const lines = group.map(({ code, status, level, message, hint }) => {
      const cells = isLibrary ? [message, hint] : [status, level, message, hint];
      return `| <a id="${code}"></a>\`${code}\` | ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
    });
    return [`## ${path}`, '', head, `|${' --- |'.repeat(columns)}`, ...lines, ''].join('\n');
  });
  return `# Errors

Generated from the error tables by \`npm run generate\`; \`npm run validate\` fails when this page is stale.

An error answer is a problem document (RFC 9457): \`code\` is one of those below and never changes its meaning, \`title\` is the
message, \`detail\` says what happened this time, \`hint\` what to do, \`requestId\` names the log line. Errors of
\`packages/memory\` are thrown by the library; the server maps those that reach a request to its own codes.

${sections.join('\n')}`;
}

/** The object literal that starts at an index, evaluated; it must hold literals only. */
function literalAt(text: string, start: number, where: string): unknown {
  let depth = 0;
  let quote = '';
  for (let index = start; index < text.length; index++) {
    const character = text[index] ?? '';
    if (quote !== '') {
      if (character === '\\') index++;
      else if (character === quote) quote = '';
    } else if (`'"\``.includes(character)) quote = character;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0)
      return evaluate(text.slice(start, index + 1), where);
  }
  throw new Error(`${where}: the row of the error table does not end`);
}

function evaluate(literal: string, where: string): unknown {
  try {
    return runInNewContext(`(${literal})`) as unknown;
  } catch (error) {
    throw new Error(`${where}: the row is not made of literals: ${(error as Error).message}`);
  }
}
