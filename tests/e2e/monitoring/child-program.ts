import { spawn } from 'node:child_process';

const STOPPED_WITHIN_MS = 10_000;
const OUTPUT_KEPT = 50_000;

/** A program that runs beside the test. */
export interface ChildProgram extends AsyncDisposable {
  /** What it wrote, up to a bound. */
  output(): string;
  isRunning(): boolean;
}

/** Starts a program with an environment of its own; disposing ends it by its process id. */
export function startProgram(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProgram {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...environment },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      if (written.length < OUTPUT_KEPT) written += chunk;
    });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      written += error.message;
      resolve();
    });
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    output: () => written,
    isRunning,
    async [Symbol.asyncDispose]() {
      if (isRunning()) child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
