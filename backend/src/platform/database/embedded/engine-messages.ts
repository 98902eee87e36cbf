import type { MessagePort } from 'node:worker_threads';
import type { SessionLimits } from './session-scheduler.ts';

/** What the worker of the embedded database gets when it is made. */
export interface EngineStart {
  /** Data folder; `null` keeps the database in memory. */
  readonly folder: string | null;
  readonly limits: SessionLimits;
  /** Whether a commit waits until the disk has it. */
  readonly isDurable: boolean;
  /**
   * Three 32-bit words: 1 while a statement runs; how many have been run; what the engine and its
   * worker hold, in KiB.
   */
  readonly busy: SharedArrayBuffer;
}

/** What the main thread asks of the worker. */
export type EngineRequest =
  { readonly type: 'connect'; readonly port: MessagePort } | { readonly type: 'close' };

/** What the worker tells the main thread. */
export type EngineReport =
  | { readonly type: 'open'; readonly serverVersion: string }
  | { readonly type: 'closed' }
  | { readonly type: 'fault'; readonly text: string };
