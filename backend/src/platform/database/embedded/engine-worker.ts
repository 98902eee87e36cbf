import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { engineFootprint } from './engine-footprint.ts';
import type { EngineRequest, EngineReport, EngineStart } from './engine-messages.ts';
import { sessionQuery, type SessionEngine } from './session-query.ts';
import { SessionScheduler } from './session-scheduler.ts';
import { startParameters } from './start-parameters.ts';
import { capMemory } from './cap-memory.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { syncFiles } from './sync-files.ts';

// Baseline code only: the optimising tier peaks at over 700 MB while it compiles. `--liftoff-only`
// would be one flag, but what it implies is worked out when the process starts, not here.
setFlagsFromString('--no-wasm-tier-up');
setFlagsFromString('--no-wasm-dynamic-tiering');

capMemory(embeddedLimits.memoryBytes);

const start = workerData as EngineStart;
const main = parentPort;
if (main === null) throw new Error('the engine runs in a worker thread only');

const report = (message: EngineReport): void => main.postMessage(message);

const options: ConstructorParameters<typeof PGlite>[0] = {
  extensions: { vector, pg_trgm, btree_gin },
  startParams: startParameters(start.isDurable),
  // Small WAL segments: the default of 16 MB would be half of a new folder.
  initDbStartParams: ['--wal-segsize=1'],
};
if (start.folder !== null) options.dataDir = start.folder;

async function serve(): Promise<void> {
  const engine = new PGlite(options);
  await engine.waitReady;
  if (start.isDurable) syncFiles(engine);
  const busy = new Int32Array(start.busy);
  const session: SessionEngine = {
    async execute(bytes, onData) {
      Atomics.store(busy, 0, 1);
      try {
        await engine.execProtocolRawStream(bytes, { syncToFs: false, onRawData: onData });
      } finally {
        Atomics.store(busy, 0, 0);
        Atomics.add(busy, 1, 1);
      }
    },
  };
  const version = (await sessionQuery(session, 'SHOW server_version'))[0]?.[0] ?? '';
  let weighedAt = -1;
  const weigh = async (): Promise<void> => {
    // Nothing has been run, so nothing has grown.
    if (Atomics.load(busy, 1) === weighedAt) return;
    weighedAt = Atomics.load(busy, 1);
    const bytes = await engineFootprint(engine.Module.HEAPU8.length);
    Atomics.store(busy, 2, Math.ceil(bytes / 1024));
  };
  await weigh();
  setInterval(() => void weigh(), embeddedLimits.weighMs).unref();
  const scheduler = new SessionScheduler(session, start.limits, version);
  scheduler.onFault = (cause) => {
    report({ type: 'fault', text: String(cause) });
    process.exit(1);
  };

  const connect = (port: MessagePort): void => {
    const client = scheduler.add({
      send: (bytes) => port.postMessage(bytes, [bytes.buffer as ArrayBuffer]),
      close: () => port.close(),
    });
    port.on('message', (chunk: Uint8Array) => scheduler.receive(client, chunk));
    port.on('close', () => scheduler.drop(client));
  };

  main?.on('message', (request: EngineRequest) => {
    if (request.type === 'connect') connect(request.port);
    else void stop();
  });

  const stop = async (): Promise<void> => {
    await scheduler.drain();
    await engine.close();
    report({ type: 'closed' });
    process.exit(0);
  };
  report({ type: 'open', serverVersion: version });
}

serve().catch((error: unknown) => {
  report({ type: 'fault', text: error instanceof Error ? error.message : String(error) });
  process.exit(1);
});
