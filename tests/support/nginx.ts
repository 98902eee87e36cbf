import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MemoryCgroup } from './cgroup.ts';
import { sparePort } from './spare-port.ts';

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;
const project = new URL('../../deploy/nginx', import.meta.url).pathname;

export interface NginxOptions {
  /** The text of active/upstreams.conf. */
  readonly upstreams: string;
  /** Folder of the built console; without one there is none. */
  readonly console?: string;
  /** Text in place of site/rates.conf. */
  readonly rates?: string;
  /** The memory cgroup that nginx and its workers live in. */
  readonly cgroup?: MemoryCgroup;
}

/** An nginx with the configuration of deploy/nginx, on a spare loopback port. */
export interface RunningNginx extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly configuration: string;
  readonly workingFolder: string;
  /** What it wrote: access log and errors. */
  output(): string;
}

/** Rates that no test reaches. */
export const wideRates = ['requests', 'credentials', 'probes']
  .map((zone) => `limit_req_zone $binary_remote_addr zone=${zone}:1m rate=100000r/s;`)
  .concat('limit_conn_zone $binary_remote_addr zone=connections:1m;', '')
  .join('\n');

/** Starts nginx and waits until it answers; throws with what it wrote when it does not. */
export async function startNginx(options: NginxOptions): Promise<RunningNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-nginx-'));
  const port = await sparePort();
  const configuration = join(folder, 'conf', 'nginx.conf');
  const workingFolder = join(folder, 'run/');
  mkdirSync(workingFolder);
  cpSync(project, join(folder, 'conf'), { recursive: true });
  const site = (name: string, text: string) => writeFileSync(join(folder, 'conf', name), text);
  const root = options.console ?? join(folder, 'no-console');
  site('site/listen.conf', `listen 127.0.0.1:${port};\nroot ${root};\n`);
  // Node's pipes are sockets, which nginx cannot open as /dev/stdout.
  site('site/log.conf', 'access_log access.log json;\n');
  site('active/upstreams.conf', options.upstreams);
  if (options.rates !== undefined) site('site/rates.conf', options.rates);

  const logFile = join(folder, 'nginx.log');
  const log = openSync(logFile, 'a');
  // The workers of root would be another user, who cannot read the temporary folder.
  const user = process.getuid?.() === 0 ? ' user root;' : '';
  const args = ['-p', workingFolder, '-c', configuration, '-e', 'stderr'];
  const { cgroup } = options;
  const [program, ...words] = cgroup
    ? ['sh', '-c', `${cgroup.enter} && exec "$0" "$@"`, 'nginx', ...args]
    : ['nginx', ...args];
  const child = spawn(program!, [...words, '-g', `daemon off;${user}`], {
    stdio: ['ignore', log, log],
    env: withSbin(),
  });
  closeSync(log);
  const failed = new Promise<Error>((resolve) => child.once('error', resolve));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const output = (): string =>
    [logFile, join(workingFolder, 'access.log')].map((file) => readFileSync(file, 'utf8')).join('');
  const nginx: RunningNginx = {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    configuration,
    workingFolder,
    output,
    async [Symbol.asyncDispose]() {
      await stop(child, ended);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await Promise.race([waitUntilUp(nginx, child), failed.then((error) => Promise.reject(error))]);
  } catch (error) {
    await nginx[Symbol.asyncDispose]();
    throw error;
  }
  return nginx;
}

/** The environment with the folders where Debian keeps nginx. */
export function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
}

async function waitUntilUp(nginx: RunningNginx, child: ChildProcess): Promise<void> {
  const endsAtMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < endsAtMs && child.exitCode === null) {
    const answer = await fetch(`${nginx.url}/deployment/colour`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nginx did not start:\n${nginx.output()}`);
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOPPED_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
