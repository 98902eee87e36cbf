import { spawnSync } from 'node:child_process';

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
