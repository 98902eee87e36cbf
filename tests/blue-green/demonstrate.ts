// `npm run deploy:demo`: a switch of the real server under load, and a rollback on each of the four
// triggers under load. Prints the program's own log and what the load counted. Needs nginx; with
// TEST_DATABASE_URL both colours of the real server share a PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../support/postgres.ts';
import { makeStand } from './deployment-stand.ts';
import type { DeploymentStand } from './deployment-stand.ts';
import { faults } from './faults.ts';
import { startSteadyLoad } from './run-steady-load.ts';
import { serverPlace, serverSettings } from './server-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'lexiflow-demo-'));
try {
  await using database = process.env['TEST_DATABASE_URL']
    ? await createDatabase('demo')
    : undefined;
  await using stand = await makeStand({
    settings: serverSettings,
    place: (port) => serverPlace(port, folder, database?.url),
  });
  await stand.run('deploy', '1');
  await show('A switch of the real server under load', stand, '2', '/api/health/full');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const { trigger, version, settings } of faults) {
  await using stand = await makeStand({ settings });
  await stand.run('deploy', 'good');
  await show(`A rollback on the trigger ${trigger}`, stand, version, '/api/anything');
}

async function show(
  title: string,
  stand: DeploymentStand,
  version: string,
  path: string,
): Promise<void> {
  const load = startSteadyLoad(stand.nginx.port, path);
  const { status, output } = await stand.run('deploy', version);
  const { answered, failed, repeated } = await load.end();
  console.log(`\n${title}\n\n${output.trimEnd()}`);
  console.log(`status ${status}; nginx answers from ${await stand.route()}`);
  console.log(`load: ${answered} answered, ${failed} failed, ${repeated} reads sent again`);
}
