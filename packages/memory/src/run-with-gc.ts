import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const run = promisify(execFile);

/**
 * Runs a script of the sources in a process of its own with `gc()` exposed and answers the JSON it
 * prints: for tests that measure memory, which the test runner's own process would disturb.
 */
export async function runWithGc<T>(script: URL, flags: readonly string[] = []): Promise<T> {
  const options = { maxBuffer: 8 * 1024 * 1024 };
  const args = ['--expose-gc', ...flags, fileURLToPath(script)];
  const { stdout } = await run(process.execPath, args, options);
  return JSON.parse(stdout) as T;
}
