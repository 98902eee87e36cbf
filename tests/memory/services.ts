// All services of the server at work together for minutes: does anything grow past its limit? Reads the
// metrics page every two seconds and holds the worst reading of each figure against its bound, and what
// the database keeps against its own at the end. Exit code 1 when one is above, or a service did nothing.
//
//   npm run test:memory:services -- [--minutes 10] [--profile constrained] [--json]
//
// Needs TEST_DATABASE_URL; with TEST_REDIS_URL the fan-out and the second tier of the cache take part.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { startFlakyReceiver } from '../load/webhook-burst/flaky-receiver.ts';
import { makeMemoryCgroup, type MemoryCgroup } from '../support/cgroup.ts';
import { createDatabase } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';
import { startFakes } from './services/fakes.ts';
import { makeFirm } from './services/firm.ts';
import { HighestReadings } from './services/highest.ts';
import { noteKeptRows } from './services/kept-rows.ts';
import { officeDrivers } from './services/office-drivers.ts';
import { trafficDrivers } from './services/traffic-drivers.ts';
import { tightened } from './services/watched-bounds.ts';

const LIMIT_MB = 384;
const READ_EVERY_MS = 2_000;
/** The receiver of the webhooks is up so long, then down as long. */
const PERIOD_MS = 20_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    profile: { type: 'string', default: 'constrained' },
    json: { type: 'boolean', default: false },
  },
});
const { TEST_REDIS_URL } = process.env;

let cgroup: MemoryCgroup | undefined;
try {
  if (values.profile === 'constrained')
    cgroup = makeMemoryCgroup(`lexiflow-services-${process.pid}`, LIMIT_MB * 1024 * 1024);
} catch (error) {
  console.error(`no memory cgroup: held against the launcher's own budget (${String(error)})`);
}

let holds = false;
try {
  await using database = await createDatabase(`services_${randomBytes(3).toString('hex')}`);
  await using receiver = await startFlakyReceiver(PERIOD_MS);
  await using fakes = await startFakes();
  await using server = await startServer({
    ...(cgroup ? { cgroup } : {}),
    environment: {
      ...tightened,
      NODE_ENV: 'production',
      MEMORY_PROFILE: values.profile,
      DATABASE_URL: database.url,
      ...(TEST_REDIS_URL ? { REDIS_URL: TEST_REDIS_URL } : {}),
      LOG_LEVEL: 'fatal',
      // Strangers come from addresses that a proxy names.
      TRUSTED_PROXIES: '127.0.0.1',
      OUTBOUND_ALLOWED_ADDRESSES: 'loopback',
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_RETRY_DELAYS_SECONDS: Array(10).fill(10).join(','),
      INTEGRATION_KEYS: `soak:${randomBytes(32).toString('base64')}`,
    },
  });
  const firm = await makeFirm(server);
  const { admin } = firm;
  const { webhook } = await admin.post('/webhooks', {
    name: 'Soak',
    url: receiver.url,
    events: null,
  });
  const rest = await admin.post('/integrations', {
    kind: 'rest',
    name: 'Rest',
    settings: { baseUrl: fakes.url, authentication: 'bearer' },
    credentials: { secret: 'of the soak' },
  });
  const calendar = await admin.post('/integrations', {
    kind: 'calendar',
    name: 'Calendar',
    settings: {},
    credentials: { url: `${fakes.url}/calendar.ics` },
  });
  const readings = new HighestReadings(server.metricsUrl);
  await readings.read();
  const over = new AbortController();
  const ids = { webhookId: webhook.id, rest: rest.id, calendar: calendar.id };
  const drivers = [...officeDrivers(firm), ...trafficDrivers(server, firm, ids, over.signal)];
  const running = drivers.map((driver) => driver.run(over.signal));
  const endsMs = performance.now() + 60_000 * Number(values.minutes);
  let unread = 0;
  while (performance.now() < endsMs && server.isRunning()) {
    await wait(READ_EVERY_MS);
    await readings.read().catch(() => (unread += 1));
  }
  over.abort();
  await Promise.all(running);
  await noteKeptRows(readings, firm, ids);
  const { counts } = receiver;
  const kills = cgroup?.oomKills() ?? 0;
  const bounds = readings.all;
  const works =
    drivers.every(({ done, failed }) => done > 0 && failed === 0) && counts.accepted > 0;
  holds = works && kills === 0 && server.isRunning() && bounds.every((bound) => bound.holds);
  report(`All services for ${values.minutes} minutes, ${values.profile}: what was done`, [
    ...drivers.map(({ name, done, refused, failed }) => ({ service: name, done, refused, failed })),
    {
      service: 'webhook requests',
      done: counts.accepted,
      refused: counts.refused + counts.broken,
      failed: 0,
    },
  ]);
  report(
    `The worst of ${readings.readings} readings (${unread} not answered, ${kills} kills) against its bound`,
    bounds.map(({ what, value, bound, holds: does }) => ({
      figure: what,
      worst: Math.round(value),
      bound: Math.round(bound),
      holds: does ? 'yes' : 'NO',
    })),
  );
  for (const { name, examples } of drivers)
    for (const example of examples) console.error(`${name}: ${example}`);
} finally {
  await wait(500);
  cgroup?.[Symbol.dispose]();
}
console.error(`verdict: ${holds ? 'nothing grew past its limit' : 'NOT everything held'}`);
process.exit(holds ? 0 : 1);
