import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, startCommand } from '../support/lexiflow.ts';
import { createDatabase, type TemporaryDatabase } from '../support/postgres.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { syntheticDockets } from '../support/synthetic-dockets.ts';

const DOCKETS = 40;
const LISTS = ['cases', 'clients', 'parties', 'audit'];
const postgresUrl = process.env['TEST_DATABASE_URL'] ?? '';

async function call(server: RunningServer, path: string, init: RequestInit = {}): Promise<any> {
  const headers = { authorization: `Bearer ${server.localToken()}`, ...init.headers };
  const answer = await fetch(`${server.url}/api/${path}`, { ...init, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function fill(server: RunningServer): Promise<void> {
  const lines = syntheticDockets(DOCKETS).map((docket) => JSON.stringify(docket));
  await call(server, 'docket/import', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
}

async function counts(server: RunningServer): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const list of LISTS)
    found[list] = (await call(server, `${list}?count=true&limit=1`)).total as number;
  return found;
}

/** Waits until every row of the audit log is sealed, and answers the head of its chain. */
async function chainHead(server: RunningServer): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const { ok, unsealed, head } = await call(server, 'audit/verify');
    expect(ok).toBe(true);
    if (unsealed === 0) return `${head.sealed}:${head.hash}`;
    await sleep(200);
  }
  throw new Error('the audit log was not sealed within a minute');
}

/** Client programs that are new enough for the test server: the machine's own, else those of tools/. */
function postgresPrograms(folder: string, serverMajor: number): string {
  try {
    const text = execFileSync('pg_dump', ['--version'], { encoding: 'utf8' });
    const own = Number(/\) (\d+)/.exec(text)?.[1] ?? 0);
    if (own >= serverMajor)
      return execFileSync('sh', ['-c', 'dirname "$(command -v pg_dump)"'], {
        encoding: 'utf8',
      }).trim();
  } catch {
    // There is none: those of the temporary server do.
  }
  execFileSync('tools/postgres.sh', ['client', folder], { stdio: 'inherit' });
  return folder;
}

/** A program that looks like `pg_dump` and does what the shell text says after `--version`. */
function fakeProgram(folder: string, version: string, shell: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ['pg_dump', 'pg_restore'])
    writeFileSync(
      join(folder, name),
      `#!/bin/sh\ncase "$1" in --version) echo "${name} (PostgreSQL) ${version}"; exit;; esac\n${shell}\n`,
      { mode: 0o755 },
    );
  return folder;
}

let parent: string;
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'lexiflow-backup-'));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe('a backup of the embedded database', () => {
  let dataDir: string;
  let file: string;
  let before: { counts: Readonly<Record<string, number>>; head: string };
  const environment = () => ({ DATA_DIR: dataDir, PORT: '1' });

  beforeAll(async () => {
    dataDir = join(parent, 'embedded');
    file = join(parent, 'embedded.backup');
    await using server = await startServer({ dataDir });
    await fill(server);
    mkdirSync(join(dataDir, 'files', 'letters'), { recursive: true });
    writeFileSync(join(dataDir, 'files', 'letters', `${'long-name-'.repeat(14)}.pdf`), 'a letter');
    before = { counts: await counts(server), head: await chainHead(server) };
    const refused = await runCommand(['backup', file], environment());
    expect(refused).toMatchObject({ code: 75, output: expect.stringContaining('stop it first') });
    expect(existsSync(file)).toBe(false);
    await server.stop();
    const { code, output } = await runCommand(['backup', file], environment());
    expect(code, output).toBe(0);
  });

  it('is readable by its owner only and tells what it holds', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { code, output } = await runCommand(['restore', '--check', file], environment());
    expect(code, output).toBe(0);
    expect(output).toMatch(/is whole: embedded 18, \d+ files/);
  });

  it('never replaces a file', async () => {
    const { size, mtimeMs } = statSync(file);
    expect(await runCommand(['backup', file], environment())).toMatchObject({ code: 73 });
    expect(statSync(file)).toMatchObject({ size, mtimeMs });
  });

  it('is refused by a place that holds data', async () => {
    const { code, output } = await runCommand(['restore', file], environment());
    expect([code, output]).toEqual([73, expect.stringContaining('is not empty')]);
  });

  it('comes back elsewhere with every record, every file and the same audit chain', async () => {
    const target = join(parent, 'embedded-again');
    const restored = await runCommand(['restore', file], { DATA_DIR: target });
    expect(restored.code, restored.output).toBe(0);
    expect(readdirSync(join(target, 'files', 'letters'))).toHaveLength(1);
    const verified = await runCommand(['audit', 'verify', '--head', before.head], {
      DATA_DIR: target,
      PORT: '1',
    });
    expect(verified.code, verified.output).toBe(0);
    await using server = await startServer({ dataDir: target });
    const after = await counts(server);
    expect(after).toMatchObject({ ...before.counts, audit: expect.any(Number) });
    expect(after['audit']).toBeGreaterThanOrEqual(before.counts['audit'] ?? 0);
  });

  it('is refused when it was cut short or changed, and then nothing is written', async () => {
    const target = join(parent, 'never');
    const { size } = statSync(file);
    for (const [name, damage] of Object.entries({
      'cut.backup': (path: string) => truncateSync(path, Math.floor(size / 2)),
      'cut-end.backup': (path: string) => truncateSync(path, size - 20),
      'other.backup': (path: string) => writeFileSync(path, 'no backup'),
    })) {
      const path = join(parent, name);
      copyFileSync(file, path);
      damage(path);
      const { code, output } = await runCommand(['restore', path], { DATA_DIR: target });
      expect([code, output]).toEqual([1, expect.stringContaining('damaged')]);
      expect(existsSync(target)).toBe(false);
    }
  });

  it('is completed when the restore was killed while files took their places', async () => {
    const target = join(parent, 'interrupted');
    expect(await runCommand(['restore', file], { DATA_DIR: target })).toMatchObject({ code: 0 });
    // What a kill between the two renames leaves.
    mkdirSync(join(target, 'restore.ready'));
    execFileSync('mv', [join(target, 'database'), join(target, 'restore.ready', 'database')]);
    const refused = await runCommand(['start'], { DATA_DIR: target, PORT: '0', METRICS_PORT: '0' });
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('interrupted') });
    const done = await runCommand(['restore', file], { DATA_DIR: target });
    expect(done).toMatchObject({ code: 0, output: expect.stringContaining('complete now') });
    expect(existsSync(join(target, 'restore.ready'))).toBe(false);
    expect(existsSync(join(target, 'database', 'PG_VERSION'))).toBe(true);
  });
});

describe.skipIf(postgresUrl === '')('a backup of PostgreSQL', () => {
  let source: TemporaryDatabase;
  let server: RunningServer;
  let programs: string;
  const file = (name: string) => join(parent, name);
  const environment = (url: string, dataDir: string) => ({ DATABASE_URL: url, DATA_DIR: dataDir });
  const own = () => environment(source.url, server.dataDir);

  beforeAll(async () => {
    programs = postgresPrograms(join(parent, 'programs'), 17);
    source = await createDatabase('backup');
    server = await startServer({ environment: { DATABASE_URL: source.url } });
    await fill(server);
    mkdirSync(join(server.dataDir, 'files'), { recursive: true });
    writeFileSync(join(server.dataDir, 'files', 'letter.pdf'), 'a letter');
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await source?.[Symbol.asyncDispose]();
  });

  it('is taken while the server runs, and comes back in an empty database only', async () => {
    const before = { counts: await counts(server), head: await chainHead(server) };
    const taken = await runCommand(['backup', '--pg-bin', programs, file('pg.backup')], own());
    expect(taken.code, taken.output).toBe(0);
    const full = await runCommand(
      ['restore', '--pg-bin', programs, file('pg.backup')],
      environment(source.url, join(parent, 'pg-full')),
    );
    expect([full.code, full.output]).toEqual([73, expect.stringContaining('is not empty')]);

    await using target = await createDatabase('restored');
    const again = environment(target.url, join(parent, 'pg-again'));
    const restored = await runCommand(['restore', '--pg-bin', programs, file('pg.backup')], again);
    expect(restored.code, restored.output).toBe(0);
    expect(existsSync(join(again.DATA_DIR, 'files', 'letter.pdf'))).toBe(true);
    const verified = await runCommand(['audit', 'verify', '--head', before.head], again);
    expect(verified.code, verified.output).toBe(0);
    await using second = await startServer({
      dataDir: again.DATA_DIR,
      environment: { DATABASE_URL: target.url },
    });
    const after = await counts(second);
    expect(after).toMatchObject({ ...before.counts, audit: expect.any(Number) });
  });

  it('that is killed in the middle leaves no file, and the next one tidies up', async () => {
    const slow = fakeProgram(join(parent, 'slow'), '17.1', 'yes data | head -c 30000000; sleep 60');
    const path = file('killed.backup');
    const drafts = () => readdirSync(parent).filter((name) => name.startsWith('killed.backup'));
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const { child, result } = startCommand(['backup', '--pg-bin', slow, path], own());
      while (drafts().every((name) => statSync(join(parent, name)).size === 0)) await sleep(50);
      child.kill(signal);
      expect((await result).code).toBe(signal === 'SIGTERM' ? 143 : null);
      expect(existsSync(path)).toBe(false);
    }
    expect(drafts()).toHaveLength(1);
    const taken = await runCommand(['backup', '--pg-bin', programs, path], own());
    expect(taken.code, taken.output).toBe(0);
    expect(drafts()).toEqual(['killed.backup']);
  });

  it('is refused without the program, with an older one, and when it fails', async () => {
    const old = fakeProgram(join(parent, 'old'), '13.4', 'exit 0');
    const failing = fakeProgram(join(parent, 'failing'), '99.1', 'echo "no room" >&2; exit 1');
    const missing = join(parent, 'nowhere');
    for (const [folder, code, text] of [
      [missing, 69, 'cannot be run'],
      [old, 69, 'has version 13'],
      [failing, 1, 'pg_dump failed: no room'],
    ] as const) {
      const refused = await runCommand(['backup', '--pg-bin', folder, file('not.backup')], own());
      expect([refused.code, refused.output]).toEqual([code, expect.stringContaining(text)]);
      expect(existsSync(file('not.backup'))).toBe(false);
    }
  });

  it('changes nothing in a database when the restore fails', async () => {
    await using target = await createDatabase('half');
    const again = environment(target.url, join(parent, 'pg-half'));
    // It closes its pipe a while before it says why.
    const body = 'exec 0<&-; sleep 0.3; echo "no room" >&2; exit 1';
    const failing = fakeProgram(join(parent, 'failing'), '99.1', body);
    const failed = await runCommand(['restore', '--pg-bin', failing, file('pg.backup')], again);
    expect([failed.code, failed.output]).toEqual([1, expect.stringContaining('no room')]);
    expect(existsSync(join(again.DATA_DIR, 'files'))).toBe(false);
    const restored = await runCommand(['restore', '--pg-bin', programs, file('pg.backup')], again);
    expect(restored.code, restored.output).toBe(0);
  });
});
