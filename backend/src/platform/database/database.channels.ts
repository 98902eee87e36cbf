import { channel } from 'node:diagnostics_channel';

/** What this layer publishes instead of logging, each on `lexiflow:database:<what>`. */
export const databaseChannels = {
  /** A connection failed while nobody used it: `{ error }`. The pool opens another when needed. */
  connectionLost: channel('lexiflow:database:connection-lost'),
  /** The embedded engine was started again: `{ reason, detail }`. Someone should look why. */
  engineRestarted: channel('lexiflow:database:engine-restarted'),
  /** A transaction is run a second time: `{ code }`. */
  transactionRetried: channel('lexiflow:database:transaction-retried'),
  /** A stream's cursor could not be closed; it goes with its session: `{ error }`. */
  cursorLeft: channel('lexiflow:database:cursor-left'),
  /** A round of vacuum and analyze on the embedded database failed: `{ error }`. */
  housekeepingFailed: channel('lexiflow:database:housekeeping-failed'),
} as const;
