import type { ComposedMessage } from '../message/compose-message.ts';

/** What came of handing a message over. */
export interface Delivery {
  /** Bytes of the encoded message. */
  readonly bytes: number;
  /** The last words of whoever took it. */
  readonly reply: string;
}

/** The way out: a mail server, or a folder in its place. */
export interface Mailer {
  readonly kind: 'smtp' | 'outbox';
  /** `host:port`, or the folder. */
  readonly target: string;
  /**
   * Resolves when the message was taken over for good. Rejects with what went wrong (see
   * `judgeFailure`); then it may still have been taken when the answer was lost on the way.
   */
  send(message: ComposedMessage, signal: AbortSignal): Promise<Delivery>;
  /** Closes connections; a message under way ends. */
  close(): void;
}

/** Injection token of the `Mailer`. */
export const MAILER = Symbol('lexiflow:mailer');
