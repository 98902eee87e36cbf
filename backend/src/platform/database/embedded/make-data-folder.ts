import pg from 'pg';
import { EmbeddedEngine } from './embedded-engine.ts';
import { embeddedLimits } from './embedded.limits.ts';

/**
 * Initialises an empty data folder. The databases that PostgreSQL keeps as patterns for new ones go:
 * nobody makes new ones here, and they are two thirds of the files.
 */
export async function makeDataFolder(folder: string): Promise<void> {
  const engine = await EmbeddedEngine.open({
    folder,
    limits: embeddedLimits.session,
    isDurable: false,
  });
  const client = new pg.Client({
    stream: () => engine.connect(),
    ssl: false,
    user: 'lexiflow',
    database: 'lexiflow',
  });
  await client.connect();
  try {
    await client.query('UPDATE pg_database SET datistemplate = false');
    for (const name of ['template0', 'template1']) await client.query(`DROP DATABASE ${name}`);
  } finally {
    await client.end();
    await engine.close();
  }
}
