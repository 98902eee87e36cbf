import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '../../platform/config/read-config.ts';
import { Refusal } from '../refusal.ts';

/** One of PostgreSQL's own programs, found and of a known major version. */
export interface PostgresTool {
  readonly name: string;
  readonly major: number;
  /** Starts it on a database; the password travels in its environment, where other users do not see it. */
  start(
    url: string,
    args: readonly string[],
    stdio: StdioOptions,
    signal: AbortSignal,
  ): RunningTool;
}

/** A started tool; `ended` rejects with `Refusal` and the last lines it wrote when it fails. */
export interface RunningTool {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

const KEPT_OUTPUT = 4_000;

/**
 * Finds `pg_dump` or `pg_restore` in `folder`, else on the PATH. Throws `Refusal` when it is missing or
 * older than `leastMajor`: an older one cannot read a newer server.
 */
export async function findPostgresTool(
  name: 'pg_dump' | 'pg_restore',
  leastMajor: number,
  folder: string | undefined,
  env: Environment,
): Promise<PostgresTool> {
  const path = folder === undefined ? name : join(folder, name);
  const major = await majorOf(path, env);
  const advice = `install PostgreSQL's client programs of version ${leastMajor} or newer, or name their folder with --pg-bin`;
  if (major === null) throw new Refusal(`${path} cannot be run: ${advice}`, 69);
  if (major < leastMajor)
    throw new Refusal(`${path} has version ${major}, ${leastMajor} is needed: ${advice}`, 69);
  return {
    name,
    major,
    start: (url, args, stdio, signal) => {
      const [address, password] = withoutPassword(url);
      const own = password === null ? env : { ...env, PGPASSWORD: password };
      const child = spawn(path, [...args, `--dbname=${address}`], { stdio, env: own, signal });
      return { child, ended: ended(child, name) };
    },
  };
}

function majorOf(path: string, env: Environment): Promise<number | null> {
  const child = spawn(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'], env });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', () => {
      const [, major] = /\) (\d+)/.exec(text) ?? [];
      resolve(major === undefined ? null : Number(major));
    });
  });
}

function withoutPassword(url: string): [address: string, password: string | null] {
  const address = new URL(url);
  const password = address.password === '' ? null : decodeURIComponent(address.password);
  address.password = '';
  return [address.href, password];
}

function ended(child: ChildProcess, name: string): Promise<void> {
  let text = '';
  child.stderr?.on(
    'data',
    (chunk: Buffer) => (text = (text + chunk.toString()).slice(-KEPT_OUTPUT)),
  );
  const result = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Refusal(`${name} failed: ${text.trim() || `status ${code}`}`));
    });
  });
  // Whoever waits sees it; until somebody does, it is no unhandled one.
  result.catch(() => {});
  return result;
}
