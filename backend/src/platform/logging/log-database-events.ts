import type { Logger } from 'pino';
import { databaseChannels } from '../database/database.channels.ts';
import { logEvents } from './log-events.ts';

/** Writes what the database layer publishes to the log and answers the function that ends it. */
export function logDatabaseEvents(logger: Logger): () => void {
  return logEvents(logger, [
    {
      channel: databaseChannels.connectionLost,
      text: 'An idle database connection was lost',
      level: 'warn',
    },
    {
      channel: databaseChannels.engineRestarted,
      text: 'The embedded database was started again',
      level: 'error',
    },
    {
      channel: databaseChannels.transactionRetried,
      text: 'A transaction is run again after a conflict',
      level: 'info',
    },
    {
      channel: databaseChannels.cursorLeft,
      text: 'A cursor could not be closed; it ends with its connection',
      level: 'warn',
    },
    {
      channel: databaseChannels.housekeepingFailed,
      text: 'Vacuum and analyze of the embedded database failed',
      level: 'warn',
    },
  ]);
}
