import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseChannels } from '../database.channels.ts';
import { EmbeddedServer } from './embedded-server.ts';
import { embeddedLimits } from './embedded.limits.ts';
import { embeddedConfig } from './open-embedded.ts';

describe('EmbeddedServer', () => {
  const events: unknown[] = [];
  const note = (event: unknown): number => events.push(event);
  let parent: string;
  let server: EmbeddedServer;
  let pool: pg.Pool;

  beforeEach(async () => {
    events.length = 0;
    subscribe(databaseChannels.engineRestarted.name, note);
    parent = await mkdtemp(join(tmpdir(), 'lexiflow-server-'));
    server = await EmbeddedServer.open({
      folder: join(parent, 'database'),
      limits: embeddedLimits.session,
      statementMs: 1_500,
    });
    server.limitStatements();
    pool = new pg.Pool(embeddedConfig(server));
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    await pool.query('CREATE TABLE things (n int)');
    await pool.query('INSERT INTO things VALUES (1)');
  });

  afterEach(async () => {
    unsubscribe(databaseChannels.engineRestarted.name, note);
    await pool.end();
    await server.close();
    await rm(parent, { recursive: true, force: true });
  });

  it('ends a statement that runs too long, and serves the rest from a new engine', async () => {
    const endless = pool.query('SELECT count(*) FROM generate_series(1, 10000000000) AS n');
    const waiting = pool.query('SELECT n FROM things');
    const failed = [endless, waiting].map((query) =>
      expect(query).rejects.toThrow('Connection terminated'),
    );
    await Promise.all(failed);
    expect((await pool.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]);
    expect(events).toMatchObject([{ reason: 'statement-too-long' }]);
  });

  it('lets a statement run on until its time is limited', async () => {
    const other = await EmbeddedServer.open({
      folder: join(parent, 'other'),
      limits: embeddedLimits.session,
      statementMs: 1,
    });
    const client = new pg.Client(embeddedConfig(other) as pg.ClientConfig);
    await client.connect();
    expect(
      (await client.query('SELECT count(*)::int AS n FROM generate_series(1, 8000000)')).rows,
    ).toEqual([{ n: 8_000_000 }]);
    expect(events).toEqual([]);
    await client.end();
    await other.close();
  });

  it('says what it holds in physical memory, and nothing when it has ended', async () => {
    expect(server.memoryBytes).toBeGreaterThan(20 * 1024 * 1024);
    await pool.end();
    await server.close();
    expect(server.memoryBytes).toBe(0);
    pool = new pg.Pool();
  });

  it('answers "out of memory" beyond its cap and goes on', async () => {
    const hungry = pool.query(
      "SELECT length(string_agg(repeat('x', 1000), '')) FROM generate_series(1, 500000)",
    );
    await expect(hungry).rejects.toMatchObject({ code: '53200' });
    expect((await pool.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]);
    expect(events).toEqual([]);
  });

  it('answers a statement that is nested too deep with an error and goes on', async () => {
    const deep = pool.query(`SELECT ${Array(20_000).fill('1').join('+')}`);
    await expect(deep).rejects.toMatchObject({ code: '54001' });
    expect((await pool.query('SELECT n FROM things')).rows).toEqual([{ n: 1 }]);
    expect(events).toEqual([]);
  });
});
