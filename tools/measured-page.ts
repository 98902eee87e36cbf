import { execFileSync, spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** One table of figures, as the measuring programs print it with `--json`. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}

/** Runs a measuring program and answers its tables and its exit status. */
export function runTables(
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
export function measuredOn(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const [processor] = cpus();
  const machine = `${processor?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.version}, commit ${commit}`;
}

/** A table in Markdown: the first column to the left, figures to the right. */
export function markdown({ title, rows }: Table): string {
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
