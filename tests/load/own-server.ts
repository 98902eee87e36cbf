// The server of this project as a process starts it, on the embedded database, with a switch between its
// requests with the memory library and without. Runs what is built, as decorators have to be compiled.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGovernor, FakeClock, LeakDetective } from '@lexiflow/memory';
import type { Admission } from '@lexiflow/memory';
import { NestLeakRoots } from '@lexiflow/memory-nestjs';
import { openSession } from '../../backend/src/platform/http/testing/open-session.ts';
import type { SwitchedServer } from './switched-server.ts';

/** How much of the library is switched: admission and accounts, or the leak detective besides. */
export const ownVariants = ['lexiflow-governor', 'lexiflow-everything'] as const;

/** Name of one of `ownVariants`. */
export type OwnVariant = (typeof ownVariants)[number];

type Built = typeof import('../../backend/src/create-app.ts') &
  typeof import('../../backend/src/platform/config/read-config.ts') &
  typeof import('../../backend/src/platform/database/database.ts') &
  typeof import('../../backend/src/platform/ended.channel.ts') &
  typeof import('../../backend/src/platform/logging/batched-output.ts') &
  typeof import('../../backend/src/platform/logging/create-logger.ts') &
  typeof import('../../backend/src/process/create-platform.ts') &
  typeof import('../../backend/src/process/governor-options.ts');
type Ended = import('../../backend/src/platform/ended.channel.ts').Ended;

const parts = [
  'create-app',
  'platform/config/read-config',
  'platform/database/database',
  'platform/ended.channel',
  'platform/logging/batched-output',
  'platform/logging/create-logger',
  'process/create-platform',
  'process/governor-options',
];

/** What a request that nobody admitted goes on with. */
const unadmitted = { ok: true, account: null } as unknown as Admission;

/**
 * The whole server with a signed-in user, who asks who he is: sign-in, permission, traffic limits, Nest,
 * figures and a log line (written to `/dev/null`) on both sides. Without the library a request has no account.
 */
export async function buildOwnServer(variant: OwnVariant): Promise<SwitchedServer> {
  const built = await load();
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-cost-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const reading = built.readConfig({
    NODE_ENV: 'production',
    DATA_DIR: folder,
    MEMORY_BUDGET_MB: '2048',
    // Ours runs in its place, which can be stopped.
    LEAK_DETECTION_ENABLED: 'false',
  });
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join('\n'));
  const destination = new built.BatchedOutput(openSync('/dev/null', 'w'));
  const logger = built.createLogger({ level: 'info', destination });
  const governor = createGovernor(built.governorOptions(reading.config)).start();
  let isGoverned = false;
  const admit = governor.admitOrWait.bind(governor);
  governor.admitOrWait = (request, patience) =>
    isGoverned ? admit(request, patience) : unadmitted;
  const platform = {
    ...built.createPlatform(reading.config, logger, governor),
    // No time passes for the gate: as many as ask at once would be an overload to it in a slow moment.
    overloadClock: new FakeClock(),
  };
  const { nest, server } = await built.createApp(platform);
  governor.booted();
  platform.lifecycle.enter('serving');
  const { token } = await openSession(nest.get(built.Database), 'partner');
  const detective = new LeakDetective({ governor, roots: () => nest.get(NestLeakRoots).list() });
  const watch = (message: unknown): void => {
    const { kind, object } = message as Ended;
    detective.watch(kind, object);
  };
  const isWatched = variant === 'lexiflow-everything';
  return {
    server: server.server,
    path: '/api/auth/me',
    authorization: `Bearer ${token}`,
    isWatched,
    async serve(withLibrary) {
      isGoverned = withLibrary;
      if (!isWatched) return;
      if (withLibrary) {
        detective.start();
        subscribe(built.ended.name, watch);
      } else {
        unsubscribe(built.ended.name, watch);
        await detective.stop();
      }
    },
  };
}

async function load(): Promise<Built> {
  const folder = new URL('../../backend/dist/', import.meta.url);
  const modules = parts.map(
    (part) => import(new URL(`${part}.js`, folder).href) as Promise<object>,
  );
  return Object.assign({}, ...(await Promise.all(modules))) as Built;
}
