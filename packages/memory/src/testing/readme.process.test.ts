import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../..', import.meta.url));

it('the README’s test finds the leak it describes', () => {
  const text = readFileSync(`${folder}/README.md`, 'utf8');
  const [, program = ''] = /## Tests that find leaks\n+```ts\n([\s\S]*?)```/.exec(text) ?? [];
  const output = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module-typescript', '--eval', program],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
  );
  expect(output).toMatch(/^(# pass|ℹ pass) 1$/m);
}, 60_000);
