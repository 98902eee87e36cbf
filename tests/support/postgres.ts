import pg from 'pg';

/** A database of its own on the test PostgreSQL; disposing it drops it. */
export interface TemporaryDatabase extends AsyncDisposable {
  readonly url: string;
}

/** Makes an empty database on the server of TEST_DATABASE_URL; throws when that is not set. */
export async function createDatabase(name: string): Promise<TemporaryDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (!serverUrl)
    throw new Error('TEST_DATABASE_URL is not set; tools/postgres.sh start DIR prints one');
  const database = `lexiflow_${name}_${process.pid}`;
  await onServer(serverUrl, `CREATE DATABASE ${database}`);
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => onServer(serverUrl, `DROP DATABASE ${database} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
