import { noSettings, type SessionSetting } from './session-client.ts';
import { sessionQuery, type SessionEngine } from './session-query.ts';

const changing: ReadonlySet<string> = new Set(['SET', 'RESET', 'DISCARD']);
const readSql =
  "SELECT name, setting FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%'";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Keeps the `SET` of one client from reaching the others: what a client changed is read back from
 * the server when it lets the session go, and put in place again when it gets the session.
 */
export class SettingsTable {
  readonly #engine: SessionEngine;
  #live: readonly SessionSetting[] = noSettings;
  #mayHaveChanged = false;

  constructor(engine: SessionEngine) {
    this.#engine = engine;
  }

  /** Marks that the statements just run may have changed a setting. */
  note(commands: ReadonlySet<string>, sqls: readonly (string | null)[]): void {
    this.#mayHaveChanged ||=
      [...commands].some((command) => changing.has(command)) ||
      sqls.some((sql) => sql !== null && /\bset_config\b/i.test(sql));
  }

  /** The settings the session has now; costs a query only after something may have changed. */
  async read(known: readonly SessionSetting[]): Promise<readonly SessionSetting[]> {
    if (!this.#mayHaveChanged) return known;
    this.#mayHaveChanged = false;
    const rows = await sessionQuery(this.#engine, readSql);
    const settings = rows.map(([name = '', setting = '']) => ({ name, setting }));
    this.#live = settings.length === 0 ? noSettings : settings;
    return this.#live;
  }

  /** Makes these settings the session's. */
  async apply(settings: readonly SessionSetting[]): Promise<void> {
    if (this.#live === settings) return;
    this.#live = settings;
    await sessionQuery(this.#engine, 'RESET ALL');
    if (settings.length === 0) return;
    const calls = settings.map(
      ({ name, setting }) => `set_config(${literal(name)}, ${literal(setting)}, false)`,
    );
    await sessionQuery(this.#engine, `SELECT ${calls.join(', ')}`);
  }
}
