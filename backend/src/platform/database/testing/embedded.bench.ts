import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Database } from '../database.ts';
import { EmbeddedServer } from '../embedded/embedded-server.ts';
import { embeddedLimits } from '../embedded/embedded.limits.ts';
import { embeddedConfig } from '../embedded/open-embedded.ts';
import { makePool } from '../open-database.ts';
import { baseTemplate } from './test-template.ts';

// What the embedded database costs on this machine, with and without waiting for the disk.
const inserts = 3_000;
const reads = 6_000;
const rows = 100_000;

type Row = Record<string, string | number>;

/** Resident memory of this process in MB, now and at its peak; 0 where the system does not say. */
async function memory(): Promise<{ now: number; peak: number }> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const read = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> =>
  Math.round(count / (await seconds(work)));

async function use(database: Database): Promise<Row> {
  await sql`CREATE TABLE measured (n int PRIMARY KEY, text text)`.execute(database.db);
  const read = (n: number): Promise<unknown> =>
    database.preparedRead('measured', 'SELECT * FROM measured WHERE n = $1', [n % inserts]);
  const query = sql<{
    n: number;
  }>`SELECT n, repeat('x', 200) FROM generate_series(1, ${rows}::int) AS n`;
  return {
    'commits/s (one row each)': await perSecond(inserts, async () => {
      for (let n = 0; n < inserts; n += 1) {
        await sql`INSERT INTO measured VALUES (${n}, ${`row ${n}`})`.execute(database.db);
      }
    }),
    'reads by id/s, one at a time': await perSecond(reads, async () => {
      for (let n = 0; n < reads; n += 1) await read(n);
    }),
    'reads by id/s, eight at a time': await perSecond(reads, async () => {
      const worker = async (first: number): Promise<void> => {
        for (let n = first; n < reads; n += 8) await read(n);
      };
      await Promise.all(Array.from({ length: 8 }, (_, first) => worker(first)));
    }),
    'streamed rows/s (200 bytes)': await perSecond(rows, async () => {
      let seen = 0;
      for await (const row of database.stream({ compile: () => query.compile(database.db) })) {
        seen += row.n > 0 ? 1 : 0;
      }
      if (seen !== rows) throw new Error(`${seen} rows were read`);
    }),
  };
}

async function measure(folder: string, isDurable: boolean): Promise<Row> {
  const before = await memory();
  let server: EmbeddedServer | undefined;
  const limits = embeddedLimits.session;
  const openSeconds = await seconds(async () => {
    server = await EmbeddedServer.open({ folder, limits, isDurable });
  });
  if (server === undefined) throw new Error('the server was not opened');
  const opened = server;
  const after = await memory();
  const connection = embeddedConfig(opened);
  const pool = makePool(connection, {});
  const close = (): Promise<void> => opened.close();
  const database = new Database({ kind: 'embedded', connection, pool, close });
  const figures = await use(database);
  const worked = await memory();
  await database.close();
  return {
    fsync: isDurable ? 'on' : 'off',
    'open, ms': Math.round(openSeconds * 1000),
    'RSS added by opening, MB': after.now - before.now,
    'RSS added after the work, MB': worked.now - before.now,
    'peak RSS of the process, MB': worked.peak,
    ...figures,
  };
}

const template = await baseTemplate();
const parent = await mkdtemp(join(tmpdir(), 'lexiflow-bench-'));
try {
  const measured: Row[] = [];
  for (const isDurable of [true, false]) {
    const folder = join(parent, String(isDurable));
    await cp(template, folder, { recursive: true });
    measured.push(await measure(folder, isDurable));
  }
  const names = Object.keys(measured[0] ?? {}).filter((name) => name !== 'fsync');
  const table = names.map((name) => ({
    figure: name,
    'fsync on': measured[0]?.[name] ?? '',
    'fsync off': measured[1]?.[name] ?? '',
  }));
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ title: 'The embedded database', rows: table }));
  } else {
    console.table(table);
  }
} finally {
  await rm(parent, { recursive: true, force: true });
}
