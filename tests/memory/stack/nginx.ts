import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemoryCgroup } from '../../support/cgroup.ts';
import { sparePort } from '../../support/server.ts';
import { startChild, type Child } from './child.ts';

const config = new URL('../../../deploy/nginx', import.meta.url).pathname;
const built = new URL('../../../frontend/dist', import.meta.url).pathname;
const READY_WITHIN_MS = 30_000;

const MINIMAL = `worker_processes 2;
pid nginx.pid;
events { worker_connections 2048; }
http {
  include site/rates.conf;
  include active/upstreams.conf;
  server {
    include site/log.conf;
    include site/listen.conf;
    client_max_body_size 0;
    location / { proxy_pass http://api; proxy_set_header X-Forwarded-For $remote_addr; }
    location = /deployment/colour { return 200; }
  }
}
`;

/** The nginx of deploy/nginx inside a cgroup, in front of one API. */
export interface StackNginx extends Child {
  readonly port: number;
}

/** Starts nginx with wide rates, as one address makes all the load; waits until it answers. */
export async function startNginx(
  cgroup: MemoryCgroup,
  folder: string,
  apiPort: number,
): Promise<StackNginx> {
  const port = await sparePort();
  const to = join(folder, 'nginx');
  mkdirSync(join(to, 'site'), { recursive: true });
  mkdirSync(join(to, 'active'));
  if (existsSync(config)) cpSync(config, to, { recursive: true });
  else writeFileSync(join(to, 'nginx.conf'), MINIMAL);
  mkdirSync(join(folder, 'run'));
  const site = (name: string, text: string): void => writeFileSync(join(to, name), `${text}\n`);
  site('site/listen.conf', `listen 127.0.0.1:${port};\nroot ${built};`);
  site('site/log.conf', 'access_log off;');
  site('site/rates.conf', rates());
  site(
    'active/upstreams.conf',
    `map '' $active_colour { default blue; }
upstream api { zone api 64k; server 127.0.0.1:${apiPort}; keepalive 32; keepalive_timeout 50s; }
upstream api_once { server 127.0.0.1:${apiPort}; }`,
  );
  const user = process.getuid?.() === 0 ? ' user root;' : '';
  const child = startChild(
    cgroup,
    'nginx',
    [
      ...['-p', join(folder, 'run/'), '-c', join(to, 'nginx.conf'), '-e', 'stderr'],
      ...['-g', `daemon off;${user}`],
    ],
    folder,
  );
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && child.isRunning()) {
    const answer = await fetch(`http://127.0.0.1:${port}/deployment/colour`).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return { ...child, port };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await child[Symbol.asyncDispose]();
  throw new Error(`nginx did not start:\n${child.output()}`);
}

function rates(): string {
  const zones = ['requests', 'credentials', 'probes'].map(
    (zone) => `limit_req_zone $binary_remote_addr zone=${zone}:2m rate=100000r/s;`,
  );
  return [...zones, 'limit_conn_zone $binary_remote_addr zone=connections:1m;'].join('\n');
}
