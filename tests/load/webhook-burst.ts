// A burst of events while the receiver of a webhook is down half of the time, and processes that are
// killed meanwhile: is every delivery done, exactly as the log says? Exit code 1 when not.
//
//   npm run test:webhooks:burst -- [--events 10000] [--kills 0] [--period 4] [--json]
//
// Runs two processes on the PostgreSQL of TEST_DATABASE_URL, or one with the embedded database. `--kills`
// ends a process with SIGKILL so often, at even steps of the way, and starts it again. `--period` is how many seconds the receiver is
// up, then down.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { createDatabase } from '../support/postgres.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { BurstClient } from './webhook-burst/burst-client.ts';
import { startFlakyReceiver } from './webhook-burst/flaky-receiver.ts';

/** Deliveries one process makes at once: what a kill can leave sent and not written down. */
const IN_FLIGHT = 8;
const DONE_WITHIN_MS = 15 * 60_000;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '0' },
    period: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  },
});
const events = Number(values.events);
const kills = Number(values.kills);

const database = process.env['TEST_DATABASE_URL'] ? await createDatabase('webhook_burst') : null;
const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'lexiflow-burst-')));
// Both processes sign with the secrets that either of them sealed.
const keys = `burst:${randomBytes(32).toString('base64')}`;
const servers: RunningServer[] = [];
const start = async (index: number): Promise<RunningServer> =>
  (servers[index] = await startServer({
    dataDir: folders[index] ?? '',
    environment: {
      LOG_LEVEL: 'fatal',
      OUTBOUND_ALLOWED_ADDRESSES: 'loopback',
      WEBHOOK_ALLOW_HTTP: 'true',
      INTEGRATION_KEYS: keys,
      WEBHOOK_RETRY_DELAYS_SECONDS: Array(20).fill(3).join(','),
      ...(database === null ? {} : { DATABASE_URL: database.url }),
    },
  }));

let holds = false;
try {
  await using receiver = await startFlakyReceiver(1000 * Number(values.period));
  const first = await start(0);
  const client = await BurstClient.setUp(first, () => servers[0]?.url ?? '');
  if (database !== null) await start(1);
  const { webhook } = await client.request<{ webhook: { id: string } }>('POST', '/webhooks', {
    name: 'Burst',
    url: receiver.url,
    events: ['docket.imported'],
  });
  const startedMs = performance.now();
  const since = (): string => ((performance.now() - startedMs) / 1000).toFixed(0);
  const until = async (is: () => boolean | Promise<boolean>, everyMs = 50): Promise<void> => {
    while (!(await is())) {
      if (performance.now() - startedMs > DONE_WITHIN_MS) throw new Error('it takes too long');
      await wait(everyMs);
    }
  };
  const recorded = client.record(events).then(() => console.error(`${since()} s: recorded`));
  if (kills === 0 || database === null) await recorded;
  for (let kill = 0; kill < kills; kill += 1) {
    await until(() => receiver.counts.accepted >= (events * (kill + 1)) / (kills + 2));
    // The one that takes the import lives on, where there are two.
    const victim = database === null ? 0 : 1;
    await servers[victim]?.stop('SIGKILL');
    console.error(`${since()} s: killed, ${receiver.counts.accepted} accepted so far`);
    await start(victim);
  }
  await recorded;
  const isDone = async (): Promise<boolean> => {
    const found = await client.request<{ total: number }>(
      'GET',
      `/webhooks/${webhook.id}/deliveries?limit=1&count=true`,
    );
    const { waiting } = await client.request<{ waiting: number }>('GET', `/webhooks/${webhook.id}`);
    console.error(`${since()} s: ${found.total} made, ${waiting} waiting`);
    return found.total >= events && waiting === 0;
  };
  await until(isDone, 2_000);
  const seconds = (performance.now() - startedMs) / 1000;
  const log = await client.deliveries(webhook.id);
  const { arrivals, counts } = receiver;
  const attempts = log.reduce((sum, delivery) => sum + delivery.attempts, 0);
  const requests = counts.accepted + counts.refused + counts.broken;
  const of = (id: string) => arrivals.get(id) ?? { requests: 0, accepted: 0 };
  const checks = {
    'one delivery for each event': new Set(log.map(({ eventId }) => eventId)).size === events,
    'no delivery twice in the log': log.length === events,
    'every delivery says delivered': log.every(({ state }) => state === 'delivered'),
    'every delivery was accepted': log.every(({ id }) => of(id).accepted >= 1),
    'nothing came that the log does not know': arrivals.size === log.length,
    [kills === 0 ? 'attempts are the requests that came' : 'no attempt is logged that never came']:
      log.every(({ id, attempts: made }) =>
        kills === 0 ? of(id).requests === made : of(id).requests >= made,
      ),
    'sent again only what a kill cut off': requests - attempts <= kills * IN_FLIGHT,
  };
  holds = Object.values(checks).every(Boolean);
  report(`A burst of ${events} events, the receiver down half of the time`, [
    { figure: 'database, processes', value: database === null ? 'embedded, 1' : 'PostgreSQL, 2' },
    { figure: 'kills', value: String(kills) },
    { figure: 'deliveries made, delivered', value: `${log.length}, ${counts.accepted} accepted` },
    { figure: 'attempts in the log', value: String(attempts) },
    { figure: 'requests that came', value: String(requests) },
    { figure: 'answered 503, broken off', value: `${counts.refused}, ${counts.broken}` },
    { figure: 'seconds', value: seconds.toFixed(0) },
    ...Object.entries(checks).map(([figure, is]) => ({ figure, value: is ? 'yes' : 'NO' })),
  ]);
} finally {
  for (const server of servers) await server[Symbol.asyncDispose]();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await database?.[Symbol.asyncDispose]();
}
console.error(`verdict: ${holds ? 'exactly as recorded' : 'NOT as recorded'}`);
process.exit(holds ? 0 : 1);
