import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

it('begins with a program that prints what it says', () => {
  const text = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(text) ?? [];
  const output = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module-typescript', '--eval', program],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(output).toBe('200 1000000 normal\n1 0 0\n');
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
