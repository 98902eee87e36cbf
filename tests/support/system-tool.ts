import { spawnSync } from 'node:child_process';

/**
 * True when the machine has the program. Without it tests are skipped on a person's machine; in CI,
 * which installs it, that would hide a failure, so there it throws.
 */
export function hasTool(program: string): boolean {
  const isThere = spawnSync('which', [program]).status === 0;
  if (!isThere && process.env['CI'] === 'true') throw new Error(`${program} is not installed`);
  return isThere;
}

/** Runs a program to its end; answers its exit code and everything it wrote. */
export function runTool(
  program: string,
  args: readonly string[],
  folder: string,
): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, output: stdout + stderr };
}
