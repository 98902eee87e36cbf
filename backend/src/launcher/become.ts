import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const;

/**
 * Turns this process into another program: same process id, so signals and exit status need no relay.
 * Where the platform has no `execve` (Windows) a child does the work; signals are passed to it and
 * the answer is its exit status, never before it has ended.
 */
export function become(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  if (process.platform !== 'win32' && typeof process.execve === 'function') {
    process.execve(file, [file, ...args], env);
  }
  return runAsChild(file, args, env);
}

/** The child-process half of `become`. */
export function runAsChild(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env });
  const relays = SIGNALS.map((signal) => {
    const relay = () => child.kill(signal);
    process.on(signal, relay);
    return () => process.off(signal, relay);
  });
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }).finally(() => {
    for (const stop of relays) stop();
  });
}
