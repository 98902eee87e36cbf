import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeStand } from '../blue-green/deployment-stand.ts';
import { startSteadyLoad } from '../blue-green/run-steady-load.ts';
import { serverPlace, serverSettings } from '../blue-green/server-place.ts';
import { createDatabase } from '../support/postgres.ts';
import type { TemporaryDatabase } from '../support/postgres.ts';
import { hasTool } from '../support/tool.ts';

it.runIf(hasTool('nginx'))(
  'switches the real server under load without a failed request',
  { timeout: 400_000 },
  async () => {
    // With PostgreSQL both colours share the database, as in production.
    await using database = await sharedDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'lexiflow-switch-'));
    try {
      await using stand = await makeStand({
        settings: serverSettings,
        place: (port) => serverPlace(port, folder, database?.url),
      });
      const first = await stand.run('deploy', '1');
      expect({ status: first.status, output: first.output }).toMatchObject({ status: 0 });
      expect(await stand.route()).toBe('blue');

      const load = startSteadyLoad(stand.nginx.port, '/api/health/full');
      const second = await stand.run('deploy', '2');
      expect({ status: second.status, output: second.output }).toMatchObject({ status: 0 });
      expect(await stand.route()).toBe('green');
      const { answered, failed, failures } = await load.end();
      expect({ failed, failures }).toEqual({ failed: 0, failures: [] });
      expect(answered).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

async function sharedDatabase(): Promise<TemporaryDatabase | undefined> {
  return process.env['TEST_DATABASE_URL'] ? createDatabase('switch') : undefined;
}
