import { execSync } from 'node:child_process';
import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Machine, Node and commit, as every table of figures must name them. */
export function machineLine(): string {
  const commit = execSync('git rev-parse --short HEAD', { encoding: 'utf8' }).trim();
  const processors = cpus();
  return `${processors[0]?.model.trim() ?? 'unknown CPU'} × ${processors.length}, Node ${process.version}, commit ${commit}`;
}

/** Collects garbage, whether or not the process was started with `--expose-gc`. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Prints rows as a table with aligned columns, or everything as JSON when the command has `--json`. */
export function report(title: string, rows: readonly Record<string, string | number>[]): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ title, machine: machineLine(), rows }));
    return;
  }
  const columns = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  const widths = columns.map((column, i) =>
    Math.max(column.length, ...cells.map((line) => line[i]!.length)),
  );
  console.log(`\n${title}\n${machineLine()}`);
  for (const line of [columns, ...cells]) {
    console.log(
      line
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  '),
    );
  }
}
