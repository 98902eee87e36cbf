import { defineError } from '../errors/define-error.ts';

/** What can go wrong between the server and its database. */
export const databaseErrors = {
  unavailable: defineError('DB_UNAVAILABLE', {
    status: 503,
    level: 'error',
    message: 'The database cannot be reached.',
    hint: 'Try again shortly; the server reconnects by itself.',
  }),
  poolExhausted: defineError('DB_POOL_EXHAUSTED', {
    status: 503,
    level: 'warn',
    message: 'Every database connection is in use and the queue for one is full.',
    hint: 'Try again after the time in Retry-After.',
  }),
  statementTimeout: defineError('DB_STATEMENT_TIMEOUT', {
    status: 503,
    level: 'error',
    message: 'A statement ran longer than it may.',
    hint: 'Narrow the request; the slow query log names the statement.',
  }),
  heldTooLong: defineError('DB_TRANSACTION_IDLE', {
    status: 503,
    level: 'error',
    message: 'A transaction was left idle and has been rolled back.',
    hint: 'Inside a transaction every query must go through the transaction object.',
  }),
  transactionBypassed: defineError('DB_TRANSACTION_BYPASSED', {
    status: 500,
    level: 'error',
    message: 'Code inside a transaction asked for a connection beside it.',
    hint: 'Hand the transaction object on to everything that queries inside it.',
  }),
  transactionEnded: defineError('DB_TRANSACTION_ENDED', {
    status: 500,
    level: 'error',
    message: 'Code went on querying in a transaction that had ended.',
    hint: 'Await everything that is started inside a transaction.',
  }),
  resultTooLarge: defineError('DB_RESULT_TOO_LARGE', {
    status: 413,
    level: 'error',
    message: 'The result of a query is larger than may be held at once.',
    hint: 'Ask for less, or read it as a stream.',
  }),
  memoryRefused: defineError('DB_RESULT_REFUSED', {
    status: 503,
    level: 'warn',
    message: 'There is no memory for the result of a query now.',
    hint: 'Try again after the time in Retry-After.',
  }),
  diskFull: defineError('DB_DISK_FULL', {
    status: 507,
    level: 'error',
    message: 'The database has no disk space left.',
    hint: 'Free space on the volume of the data folder.',
  }),
  numberUnsafe: defineError('DB_NUMBER_UNSAFE', {
    status: 500,
    level: 'error',
    message: 'The database holds an integer beyond what a number can carry exactly.',
    hint: 'Read the column as text.',
  }),
  folderLocked: defineError('DB_FOLDER_LOCKED', {
    status: 500,
    level: 'error',
    message: 'Another process has this data folder open.',
    hint: 'Stop the other server, or give this one a DATA_DIR of its own.',
  }),
  folderUnusable: defineError('DB_FOLDER_UNUSABLE', {
    status: 500,
    level: 'error',
    message: 'The data folder cannot be used.',
    hint: 'Give DATA_DIR a folder that this user may write to.',
  }),
  engineFailed: defineError('DB_ENGINE_FAILED', {
    status: 500,
    level: 'error',
    message: 'The embedded database could not be started.',
    hint: 'The detail says why. A data folder of another version needs a dump and restore.',
  }),
  extensionMissing: defineError('DB_EXTENSION_MISSING', {
    status: 500,
    level: 'error',
    message: 'A PostgreSQL extension is missing.',
    hint: 'Install the package on the database server and create the extension as a superuser.',
  }),
  versionUnsupported: defineError('DB_VERSION_UNSUPPORTED', {
    status: 500,
    level: 'error',
    message: 'The PostgreSQL server is older than version 14.',
    hint: 'Use PostgreSQL 14 or newer.',
  }),
  migrationChanged: defineError('DB_MIGRATION_CHANGED', {
    status: 500,
    level: 'error',
    message: 'A migration was changed after it had been applied.',
    hint: 'Restore the file and write the change as a new migration.',
  }),
  migrationFailed: defineError('DB_MIGRATION_FAILED', {
    status: 500,
    level: 'error',
    message: 'A migration failed and was rolled back.',
    hint: 'The detail names the file, the line and the reason.',
  }),
  migrationUnknown: defineError('DB_MIGRATION_UNKNOWN', {
    status: 500,
    level: 'error',
    message: 'The database has a migration that this version cannot work with.',
    hint: 'Start the version that applied it, or a newer one.',
  }),
  migrationName: defineError('DB_MIGRATION_NAME', {
    status: 500,
    level: 'error',
    message: 'A migration file is named or numbered wrongly.',
    hint: 'Files are named NNNN-name.sql, numbered 0001, 0002, ... without a gap.',
  }),
};
