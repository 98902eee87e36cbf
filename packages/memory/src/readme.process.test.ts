import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Runs the first program after a heading, or the one that the README begins with. */
function outputAfter(heading: string): string {
  const text = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(text.slice(text.indexOf(heading))) ?? [];
  return execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module-typescript', '--eval', program],
    { cwd: folder, encoding: 'utf8', timeout: 100_000 },
  );
}

it('begins with a program that prints what it says', () => {
  expect(outputAfter('# @lexiflow/memory')).toBe('200 1000000 normal\n1 0 0\n');
});

it('has a program of the bounded structures that prints what it says', () => {
  expect(outputAfter('## Bounded structures')).toBe('true 1 1\n[ true, true, false ]\n1 1048576\n');
});

it('has a program of the readers that prints what it says', () => {
  expect(outputAfter('## Readers, writers and uploads').split('\n')).toEqual([
    'CSV_QUOTE line 3 byte 34',
    '[{"id":"1","name":"Smith, Ä."},{"id":"3","name":"Lee"}]',
    'scan.pdf 200000',
    "[ { name: 'title', value: 'Exhibit A' } ] 0",
    '',
  ]);
});

it('has a program of isolated work that ends alone', () => {
  expect(outputAfter('## Work in a process of its own')).toBe('3\nISOLATION_OUTGREW\n');
});

it('has a program with a leak that is found', { timeout: 120_000 }, () => {
  expect(outputAfter('## Leak detective')).toBe('convicted map ReportsService.#pending\n');
});

it('names every public value of the governor’s rooms', async () => {
  const text = readFileSync(`${folder}/README.md`, 'utf8');
  const names = [
    ...Object.keys(await import('./governor/governor.ts')),
    ...Object.keys(await import('./budget/plan.ts')),
    ...Object.keys(await import('./diagnostics/heap-snapshots.ts')),
    ...Object.keys(await import('./errors.ts')),
  ];
  expect(names.filter((name) => !text.includes(name))).toEqual([]);
});
