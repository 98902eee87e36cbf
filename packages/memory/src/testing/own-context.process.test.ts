import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('expectNoLeak names the holder also where a runner gives each file a context of its own, as jest does', () => {
  const vitest = join(dirname(fileURLToPath(import.meta.resolve('vitest'))), '..', 'vitest.mjs');
  const file = fileURLToPath(new URL('expect-no-leak.test.ts', import.meta.url));
  const output = execFileSync(process.execPath, [vitest, 'run', '--pool', 'vmForks', file], {
    encoding: 'utf8',
    // What the runner around this test has set is not meant for the one inside.
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
  });
  expect(output).toMatch(/Tests\s+4 passed/);
}, 60_000);
