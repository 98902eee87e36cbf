import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('leaks.memory-script.ts', import.meta.url));

it('finds and names ten leaks and passes twelve harmless functions under node:test', async () => {
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', script], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined },
    maxBuffer: 8 * 1024 * 1024,
  }).catch((error: Error & { stdout?: string }) => ({ stdout: error.stdout ?? error.message }));
  const failed = stdout.split('\n').filter((line) => line.trimStart().startsWith('not ok'));
  expect(failed, stdout).toEqual([]);
  expect(stdout.match(/^# Subtest: leak: /gm)).toHaveLength(10);
  expect(stdout.match(/^# Subtest: harmless: /gm)).toHaveLength(12);
}, 240_000);
