import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Config } from '../../platform/config/config.ts';
import type { Environment } from '../../platform/config/read-config.ts';
import { onDatabase } from '../../platform/database/open-database.ts';
import { Refusal } from '../refusal.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { postgresState } from './postgres-state.ts';
import { findPostgresTool, type PostgresTool } from './postgres-tool.ts';

const ARGS = ['--single-transaction', '--exit-on-error', '--no-owner', '--no-privileges'];

/** An empty PostgreSQL database and the program that fills it. */
export interface EmptyPostgres {
  readonly url: string;
  readonly tool: PostgresTool;
}

/**
 * Makes sure that the configured database is empty, its server not older than the one backed up, and
 * `pg_restore` there. Throws `Refusal`.
 */
export async function emptyPostgres(
  { database, server: { dataDir } }: Config,
  manifest: BackupManifest,
  folder: string | undefined,
  env: Environment,
): Promise<EmptyPostgres | null> {
  const { url } = database;
  if (url === null || manifest.database.kind !== 'postgres') return null;
  const { serverMajor, toolMajor } = manifest.database;
  const state = await onDatabase({ ...database, dataDir }, postgresState);
  if (state.tables > 0)
    throw new Refusal(
      `the database of DATABASE_URL is not empty (${state.tables} tables): nothing was changed`,
      73,
    );
  if (state.major < serverMajor)
    throw new Refusal(
      `the server has PostgreSQL ${state.major}, the backup is one of ${serverMajor}: use that version or a newer one`,
    );
  return { url, tool: await findPostgresTool('pg_restore', toolMajor, folder, env) };
}

/** A running `pg_restore`: it commits once, at the end. Disposed before `finish` it changes nothing. */
export class PostgresLoad implements Disposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor({ url, tool }: EmptyPostgres, signal: AbortSignal) {
    const { child, ended } = tool.start(url, ARGS, ['pipe', 'ignore', 'pipe'], signal);
    this.#child = child;
    this.#ended = ended;
    // A program that ends early says why by itself.
    child.stdin?.on('error', () => {});
  }

  /** Hands it a part of the dump, no faster than it reads. */
  async write(content: AsyncIterable<Buffer>): Promise<void> {
    for await (const piece of content) {
      if (this.#child.stdin?.write(piece) !== false) continue;
      // A program that ends closes its pipe first: what it has to say is heard at its end.
      const drained = once(this.#child.stdin, 'drain').catch(() => this.#ended);
      await Promise.race([drained, this.#ended]);
    }
  }

  /** Ends the dump and waits for the commit; rejects when it was not accepted. */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
