import { randomBytes } from 'node:crypto';
import type { MemoryCgroup } from '../../support/cgroup.ts';
import { createDatabase } from '../../support/postgres.ts';
import { startServer, type RunningServer } from '../../support/server.ts';
import { docket } from './docket.ts';
import type { LoadRequest } from './load-plan.ts';
import { mixedRequests } from './mixed-requests.ts';

/** The built server with data in it, ready for a mixed load. */
export interface ServerUnderLoad extends AsyncDisposable {
  readonly server: RunningServer;
  readonly port: number;
  readonly token: string;
  readonly requests: readonly LoadRequest[];
  /** One document of the monitoring, read as its operator reads it. */
  read<T>(path: string, method?: 'GET' | 'POST'): Promise<T>;
}

/** Starts the server with a profile, in a cgroup where there is one, and imports a little. */
export async function serverUnderLoad(
  name: string,
  profile: string,
  cgroup: MemoryCgroup | undefined,
): Promise<ServerUnderLoad> {
  const database = await createDatabase(`${name}_${randomBytes(3).toString('hex')}`);
  const server = await startServer({
    ...(cgroup ? { cgroup } : {}),
    environment: {
      NODE_ENV: 'production',
      MEMORY_PROFILE: profile,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'error',
    },
  });
  const token = `Bearer ${server.localToken()}`;
  const headers = { authorization: token };
  const filled = await fetch(`${server.url}/api/docket/import`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-ndjson' },
    body: Array.from({ length: 100 }, (_, index) => JSON.stringify(docket(index, 50))).join('\n'),
  });
  if (!filled.ok)
    throw new Error(`the first import answered ${filled.status}: ${await filled.text()}`);
  const list = await fetch(`${server.url}/api/cases?limit=20`, { headers });
  const { items } = (await list.json()) as { items: { id: string }[] };
  return {
    server,
    port: Number(new URL(server.url).port),
    token,
    requests: mixedRequests(
      token,
      items.map(({ id }) => id),
    ),
    async read<T>(path: string, method: 'GET' | 'POST' = 'GET') {
      const answer = await fetch(server.url + path, { method, headers });
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      return (await answer.json()) as T;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
