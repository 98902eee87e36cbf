import { describe, expect, it } from 'vitest';
import { ensureExtensions, extensionsOf } from './required-extensions.ts';
import type { MigrationConnection } from './migrate.ts';

/** A server that has some extensions to offer and answers every CREATE with one failure, or none. */
function server(available: readonly string[], failure?: Error): MigrationConnection {
  return {
    query: async (sql: string, values?: unknown[]) => {
      if (sql.startsWith('CREATE') && failure !== undefined) throw failure;
      const known = available.includes(String(values?.[0]));
      return { rows: [{ available: known, created: false }] as never[] };
    },
  };
}

describe('extensionsOf', () => {
  it('finds what a text creates', () => {
    const sql = 'CREATE EXTENSION IF NOT EXISTS vector;\ncreate extension "pg_trgm";';
    expect(extensionsOf(sql)).toEqual(['vector', 'pg_trgm']);
  });
});

describe('ensureExtensions', () => {
  it('names package and statement of one that is not installed', async () => {
    await expect(
      ensureExtensions(server(['pg_trgm']), ['pg_trgm', 'vector']),
    ).rejects.toMatchObject({
      code: 'DB_EXTENSION_MISSING',
      message: expect.stringMatching(/pgvector.*CREATE EXTENSION IF NOT EXISTS vector;/s) as string,
    });
  });

  it('names the statement that a superuser must run', async () => {
    const refusal = Object.assign(new Error('permission denied'), { code: '42501' });
    await expect(ensureExtensions(server(['vector'], refusal), ['vector'])).rejects.toMatchObject({
      code: 'DB_EXTENSION_MISSING',
      message: expect.stringContaining('CREATE EXTENSION IF NOT EXISTS vector;') as string,
    });
  });

  it('lets other failures through', async () => {
    const failure = Object.assign(new Error('disk'), { code: '53100' });
    await expect(ensureExtensions(server(['vector'], failure), ['vector'])).rejects.toBe(failure);
  });
});
