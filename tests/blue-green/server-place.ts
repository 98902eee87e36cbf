import { join } from 'node:path';
import type { ProcessPlace } from '../../deploy/blue-green/process-driver.ts';
import { sparePort } from '../support/spare-port.ts';

const launcher = new URL('../../backend/bin/lexiflow.mjs', import.meta.url).pathname;

/** What the program is told when it deploys the real server: its own smoke test, and a short watch. */
export const serverSettings: Readonly<Record<string, string>> = {
  SMOKE_PATHS: '/health/live,/api/health/full,/api/openapi.json,/',
  WATCH_MS: '3000',
  PROBE_EVERY_MS: '200',
  HANDOVER_MS: '1000',
};

/** The built server as one colour; without an address of a database each has an embedded one. */
export async function serverPlace(
  port: number,
  folder: string,
  databaseUrl: string | undefined,
): Promise<ProcessPlace> {
  return {
    command: [process.execPath, launcher, 'start'],
    environment: {
      PORT: String(port),
      METRICS_PORT: String(await sparePort()),
      BIND_ADDRESS: '127.0.0.1',
      DATA_DIR: join(folder, databaseUrl === undefined ? `data-${port}` : 'data'),
      TRUSTED_PROXIES: 'loopback',
      // One address asks for everything here.
      RATE_LIMIT_SCALE: '0',
      MEMORY_BUDGET_MB: '512',
      LOG_LEVEL: 'warn',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
    port,
  };
}
