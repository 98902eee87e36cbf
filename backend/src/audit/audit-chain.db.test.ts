import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { createLogger } from '../platform/logging/create-logger.ts';
import { AuditBuffer } from './audit-buffer.ts';
import { system } from './audit-entry.ts';
import { AuditLog } from './audit-log.ts';
import { auditRow } from './audit-row.ts';
import { AuditSealer } from './audit-sealer.ts';
import { AuditSpill } from './audit-spill.ts';
import { AUDIT_SEAL_BATCH } from './audit.limits.ts';
import { ChainVerifier } from './chain-verifier.ts';
import { SealRepository } from './seal.repository.ts';
import { writeAuditRows } from './write-audit-rows.ts';

describe('the audit chain', () => {
  let database: Database;
  let folder: string;
  const logger = createLogger({ level: 'silent', destination: { write: () => undefined } });

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lexiflow-audit-'));
  });
  afterEach(async () => {
    await sql`truncate audit_log`.execute(database.db);
    await rm(folder, { recursive: true });
  });
  afterAll(async () => {
    await database.close();
  });

  const parts = () => {
    const spill = new AuditSpill(join(folder, 'spill.ndjson'), logger);
    const buffer = new AuditBuffer({
      write: (rows) => writeAuditRows(database.db, rows),
      spill,
      wait: async () => {},
    });
    const seals = new SealRepository();
    const reporter = new ErrorReporter(logger);
    const sealer = new AuditSealer(database, seals, buffer, spill, reporter);
    return {
      buffer,
      spill,
      sealer,
      log: new AuditLog(buffer),
      verifier: new ChainVerifier(database),
    };
  };

  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      auditRow(system, {
        action: 'a.done',
        objectType: 'a',
        objectId: `${n}`,
        details: { n, t: '漢' },
      }),
    );
  const write = async (count: number): Promise<void> => {
    const made = rows(count);
    for (let at = 0; at < count; at += 500)
      await writeAuditRows(database.db, made.slice(at, at + 500));
  };

  /** What only the owner of the database can do: the trigger off, the change, the trigger on. */
  const tamper = async (change: ReturnType<typeof sql>): Promise<void> => {
    await sql`alter table audit_log disable trigger audit_log_append_only`.execute(database.db);
    await change.execute(database.db);
    await sql`alter table audit_log enable trigger audit_log_append_only`.execute(database.db);
  };

  it('is whole when nothing or everything is sealed', async () => {
    const { sealer, verifier } = parts();
    expect(await verifier.verify()).toEqual({ ok: true, checked: 0, unsealed: 0, head: null });
    await write(2 * AUDIT_SEAL_BATCH + 7);
    expect(await sealer.seal()).toBe(2 * AUDIT_SEAL_BATCH + 7);
    expect(await sealer.seal()).toBe(0);
    expect(await verifier.verify()).toMatchObject({
      ok: true,
      checked: 2 * AUDIT_SEAL_BATCH + 7,
      unsealed: 0,
      head: { sealed: 2 * AUDIT_SEAL_BATCH + 7, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('goes on where it ended, in the order of the rows', async () => {
    const { sealer, verifier } = parts();
    await write(3);
    await sealer.seal();
    await write(2);
    expect((await verifier.verify()).unsealed).toBe(2);
    await sealer.seal();
    const sealed = await database.db
      .selectFrom('audit_log')
      .select('seal_seq')
      .orderBy('id')
      .execute();
    expect(sealed.map(({ seal_seq: sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect((await verifier.verify()).ok).toBe(true);
  });

  it('is one chain when several sealers work at once', async () => {
    await write(450);
    await Promise.all([1, 2, 3].map(() => parts().sealer.seal()));
    const { sealer, verifier } = parts();
    await sealer.seal();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 450, unsealed: 0 });
  });

  it.each([
    [
      'a changed field',
      ["update audit_log set actor_name = 'eve' where seal_seq = 4"],
      'changed-row',
    ],
    [
      'a changed time',
      ["update audit_log set at = at + interval '1 microsecond' where seal_seq = 4"],
      'changed-row',
    ],
    [
      'changed details',
      [`update audit_log set details = '{"n": 99}' where seal_seq = 4`],
      'changed-row',
    ],
    [
      'a replaced hash',
      ["update audit_log set hash = sha256('x') where seal_seq = 4"],
      'changed-row',
    ],
    ['a removed row', ['delete from audit_log where seal_seq = 4'], 'missing-row'],
    [
      'two rows that changed places',
      [
        'update audit_log set seal_seq = 1009 - seal_seq where seal_seq in (4, 5)',
        'update audit_log set seal_seq = seal_seq - 1000 where seal_seq > 1000',
      ],
      'broken-link',
    ],
  ])('shows %s', async (_what, statements, reason) => {
    const { sealer, verifier } = parts();
    await write(8);
    await sealer.seal();
    for (const statement of statements) await tamper(sql.raw(statement));
    const verification = await verifier.verify();
    expect(verification).toMatchObject({ ok: false, brokenAt: { sealed: 4, reason }, checked: 3 });
  });

  it('shows that its beginning is gone', async () => {
    const { sealer, verifier } = parts();
    await write(3);
    await sealer.seal();
    await tamper(sql`delete from audit_log where seal_seq = 1`);
    const brokenAt = { sealed: 1, id: null, reason: 'missing-row' };
    expect(await verifier.verify()).toMatchObject({ ok: false, checked: 0, brokenAt });
  });

  it('shows rows cut off the end only by another head', async () => {
    const { sealer, verifier } = parts();
    await write(5);
    await sealer.seal();
    const before = await verifier.verify();
    await tamper(sql`delete from audit_log where seal_seq > 3`);
    const after = await verifier.verify();
    expect([after.ok, after.head?.sealed, before.head?.sealed]).toEqual([true, 3, 5]);
    const brokenAt = { sealed: 4, id: null, reason: 'cut-off' };
    expect(await verifier.verify(before.head)).toMatchObject({ ok: false, checked: 3, brokenAt });
    expect((await verifier.verify(after.head)).ok).toBe(true);
  });

  it('shows that it was computed anew beside a known head only', async () => {
    const { sealer, verifier } = parts();
    await write(5);
    await sealer.seal();
    const before = await verifier.verify();
    await tamper(sql`update audit_log set actor_name = 'eve', seal_seq = null, prev_hash = null,
      hash = null where seal_seq >= 3`);
    await sealer.seal();
    expect((await verifier.verify()).ok).toBe(true);
    const brokenAt = { sealed: 5, reason: 'other-head' };
    expect(await verifier.verify(before.head)).toMatchObject({ ok: false, brokenAt });
  });

  it.each([
    sql`update audit_log set actor_name = 'eve'`,
    sql`update audit_log set details = '{}'`,
    sql`delete from audit_log`,
    sql`update audit_log set seal_seq = 1, hash = sha256('x'), actor_name = 'eve'`,
  ])('cannot be changed through the application: %#', async (statement) => {
    const { sealer } = parts();
    await write(1);
    await expect(statement.execute(database.db)).rejects.toThrow('append-only');
    await sealer.seal();
    await expect(statement.execute(database.db)).rejects.toThrow('append-only');
    await expect(sql`update audit_log set hash = sha256('x')`.execute(database.db)).rejects.toThrow(
      'append-only',
    );
  });

  it('has a row for a committed change and none for one that was rolled back', async () => {
    const { log } = parts();
    const entry = { action: 'a.done', objectType: 'a' };
    await database.transaction((trx) => log.record(trx, system, entry));
    const failing = database.transaction(async (trx) => {
      await log.record(trx, system, { ...entry, action: 'a.failed' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const found = await database.db.selectFrom('audit_log').select('action').execute();
    expect(found).toEqual([{ action: 'a.done' }]);
  });

  it('takes any text in every field', async () => {
    const { log, sealer, verifier } = parts();
    const odd = `\0\uD800'"\\\n漢${'x'.repeat(400)}`;
    await log.note(
      { kind: 'user', userId: null, name: odd },
      {
        action: odd,
        objectType: odd,
        objectId: odd,
        details: { [odd]: odd },
        requestId: odd,
        ip: odd,
      },
    );
    await sealer.seal();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 1 });
  });

  it('gets what was spilled while the database was away, once, at the next start', async () => {
    const { spill, sealer } = parts();
    const [first, second] = [rows(250), rows(1)];
    await spill.append(first, 'test');
    await spill.append(second, 'test');
    const path = join(folder, 'spill.ndjson');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    // A replay that was killed half way has left its file, and some rows are written already.
    await writeFile(`${path}.replay`, await readFile(path));
    await writeAuditRows(database.db, first.slice(0, 100));
    await sealer.onApplicationBootstrap();
    await sealer.beforeApplicationShutdown();
    const found = await database.db.selectFrom('audit_log').select(['id', 'hash']).execute();
    expect(new Set(found.map(({ id }) => id)).size).toBe(251);
    expect(found).toHaveLength(251);
    expect(found.every(({ hash }) => hash !== null)).toBe(true);
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is sealed once more at stop, with what was still in the buffer', async () => {
    const { buffer, sealer, verifier } = parts();
    await sealer.onApplicationBootstrap();
    for (const row of rows(150)) void buffer.add(row);
    await sealer.beforeApplicationShutdown();
    expect(await verifier.verify()).toMatchObject({ ok: true, checked: 150, unsealed: 0 });
  });
});
