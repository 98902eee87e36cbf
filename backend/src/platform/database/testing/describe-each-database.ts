import { describe } from 'vitest';
import type { Database, DatabaseKind } from '../database.ts';
import {
  openTestDatabase,
  testDatabaseUrl,
  type TestDatabaseOptions,
} from './open-test-database.ts';

/** Opens a database of the suite's kind. */
export type OpenDatabase = (options?: Omit<TestDatabaseOptions, 'kind'>) => Promise<Database>;

/**
 * Declares a suite once for each kind of database: always the embedded one, and PostgreSQL too when
 * TEST_DATABASE_URL is set. The suite opens its own, usually in `beforeAll`, and closes it.
 */
export function describeEachDatabase(
  name: string,
  suite: (open: OpenDatabase, kind: DatabaseKind) => void,
): void {
  const kinds: DatabaseKind[] = testDatabaseUrl === null ? ['embedded'] : ['embedded', 'postgres'];
  for (const kind of kinds) {
    describe(`${name} (${kind})`, () => {
      suite((options) => openTestDatabase({ ...options, kind }), kind);
    });
  }
}
