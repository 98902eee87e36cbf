import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One table of figures, as the measuring programs print it with `--json`. */
interface Table {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** Runs a measuring program and answers its tables and its exit status. */
function runTables(
  file: string,
  args: readonly string[],
): { readonly tables: readonly Table[]; readonly status: number | null } {
  const { status, stdout } = spawnSync(process.execPath, [file, ...args, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16 * 1024 * 1024,
  });
  const tables = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Table);
  return { tables, status };
}

/** Date, machine, Node and commit, as every page of figures names them. */
function measuredOn(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const [processor] = cpus();
  const machine = `${processor?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.version}, commit ${commit}`;
}

/** A table in Markdown: the first column to the left, figures to the right. */
function markdown({ title, rows }: Table): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `**${title}**`,
    '',
    line(columns),
    line(columns.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(columns.map((column) => String(row[column] ?? '')))),
  ].join('\n');
}

/** One measuring program and its part of a page. */
export interface Measurement {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly needsPostgres?: boolean;
  /** What the figures mean and what they do not. */
  readonly note: string;
}

/** A page of measured figures, one part for each measurement. */
export interface MeasuredPage {
  readonly file: URL;
  readonly head: string;
  readonly measurements: readonly Measurement[];
  /** What a part begins with, by the exit status of its program; '' where the status tells nothing. */
  readonly verdict: (status: number | null) => string;
}

/**
 * Runs the measurements of `wanted`, all without names, one after the other, and writes the part of each into the
 * page as it ends; the other parts stay as they are. Throws for a name that is none.
 */
export function measure(page: MeasuredPage, wanted: readonly string[]): void {
  const { measurements, verdict } = page;
  for (const name of wanted) {
    if (measurements.some((one) => one.name === name)) continue;
    throw new Error(`"${name}" is none of ${measurements.map((one) => one.name).join(', ')}`);
  }
  const parts = readParts(page.file);
  for (const { name, file, args, needsPostgres, note } of measurements) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    if (needsPostgres && !process.env['TEST_DATABASE_URL']) {
      console.error(`${name}: TEST_DATABASE_URL is not set (tools/postgres.sh start DIR)`);
      process.exitCode = 1;
      continue;
    }
    console.error(`running ${file}`);
    const { tables, status } = runTables(file, args);
    if (tables.length === 0) {
      console.error(`${name} measured nothing (status ${status})`);
      process.exitCode = 1;
      continue;
    }
    const command = `node ${[file, ...args].join(' ')}`;
    const begin = `${verdict(status)} Measured on ${measuredOn()}, by \`${command}\`.`.trimStart();
    parts.set(name, [begin, note, ...tables.map(markdown)].join('\n\n'));
    writePage(page, parts);
  }
}

/** The parts that earlier runs wrote. */
function readParts(file: URL): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const sections = readFileSync(file, 'utf8').split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const end = section.indexOf('\n');
      return [section.slice(0, end), section.slice(end).trim()];
    }),
  );
}

function writePage({ file, head, measurements }: MeasuredPage, parts: Map<string, string>): void {
  const sections = measurements
    .filter(({ name }) => parts.has(name))
    .map(({ name }) => `## ${name}\n\n${parts.get(name) ?? ''}`);
  writeFileSync(file, `${[head, ...sections].join('\n\n')}\n`);
}
