import { CompiledQuery } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import type { Db } from 'pg-boss';
import type { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import type { ChangeFeed } from '../events/change-feed.ts';

/** What the queue's library needs of a database, over our pool and our listening connection. */
export function bossDatabase(
  database: Database,
  feed: ChangeFeed,
  onWork: (queue: string | null) => void,
): Db {
  return {
    // The library expects the driver's own values: Dates for instants.
    executeSql: async (text, values = []) => ({
      rows: await database.runText({ text, values: [...values], types: pg.types }),
    }),
    listen: async (channel, onNotification, onReconnect) => {
      const stop = await feed.subscribe(channel, (queue) => {
        onWork(queue);
        if (queue === null) onReconnect();
        else onNotification(queue);
      });
      return { close: async () => stop() };
    },
  };
}

/** The same for statements that belong to a transaction of ours. */
export function inTransaction(transaction: Transaction<Tables>): Db {
  return {
    executeSql: async (text, values = []) => ({
      rows: (await transaction.executeQuery(CompiledQuery.raw(text, [...values]))).rows,
    }),
  };
}
