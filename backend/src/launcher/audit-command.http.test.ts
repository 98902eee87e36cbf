import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditSealer } from '../audit/audit-sealer.ts';
import {
  testDatabaseKind,
  testDatabaseUrl,
} from '../platform/database/testing/open-test-database.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { auditCommand } from './audit-command.ts';

describe('lexiflow audit verify', () => {
  let server: TestServer;
  let folder: string;
  let args: string[];
  let env: Record<string, string>;

  beforeAll(async () => {
    server = await startTestServer();
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-audit-'));
    const admin = await server.signInAs('admin');
    for (let n = 0; n < 5; n++) {
      await admin.post('/api/cases', { number: `24-cv-${n}`, title: 'Doe v. Roe' });
    }
    await server.app.nest.get(AuditSealer).seal();
    env = { NODE_ENV: 'test', DATA_DIR: folder, PORT: '1' };
    // The embedded database is asked through its server, PostgreSQL is read beside it.
    args =
      testDatabaseKind === 'embedded' ? ['--url', server.url, '--token', admin.token ?? ''] : [];
    if (testDatabaseKind === 'postgres') env['DATABASE_URL'] = await ownUrl();
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function ownUrl(): Promise<string> {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      server.database.db,
    );
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = `/${rows[0]?.name}`;
    return url.href;
  }

  const run = async (...more: string[]): Promise<{ status: number; lines: string[] }> => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(line);
    try {
      const status = await auditCommand.run({ args: ['verify', ...args, ...more], env, print });
      return { status, lines };
    } catch (error) {
      const { exitCode = -1, message } = error as { exitCode?: number; message: string };
      return { status: exitCode, lines: [message] };
    }
  };
  const tamper = async (change: string): Promise<void> => {
    const { db } = server.database;
    await sql`alter table audit_log disable trigger audit_log_append_only`.execute(db);
    await sql.raw(change).execute(db);
    await sql`alter table audit_log enable trigger audit_log_append_only`.execute(db);
  };

  it('ends with 0 for a whole chain and prints its head', async () => {
    const { status, lines } = await run();
    expect(status, lines.join('\n')).toBe(0);
    expect(lines[0]).toMatch(/^the chain holds: \d+ rows checked$/);
    expect(lines.at(-1)).toMatch(/^head \d+:[0-9a-f]{64}$/);
  });

  it('ends with 3 when rows behind a known head are gone', async () => {
    const { status, lines } = await run('--head', `1000:${'a'.repeat(64)}`);
    expect([status, lines[0]]).toEqual([
      3,
      expect.stringMatching(
        /^the chain is broken at row \d+: the rows from here to the known head/,
      ),
    ]);
  });

  it('ends with 3 and names the first broken link', async () => {
    await tamper("update audit_log set actor_name = 'eve' where seal_seq = 3");
    const { status, lines } = await run();
    expect(status).toBe(3);
    expect(lines[0]).toMatch(
      /^the chain is broken at row 3 \([0-9a-f-]{36}\): the row is not as it was sealed; 2 rows before/,
    );
    const json = await run('--json');
    expect(JSON.parse(json.lines[0] ?? '')).toMatchObject({
      ok: false,
      brokenAt: { sealed: 3, reason: 'changed-row' },
    });
  });

  it('refuses what it cannot read', async () => {
    expect(await run('--head', 'x')).toMatchObject({ status: 64 });
    const away = await auditCommand
      .run({
        args: ['verify', '--url', 'http://127.0.0.1:1', '--token', 'x'],
        env,
        print: () => {},
      })
      .catch((error: unknown) => error);
    expect(away).toMatchObject({ exitCode: 2 });
  });
});
