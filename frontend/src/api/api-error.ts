import type { Problem } from '@lexiflow/contracts';

/** Codes that the console itself gives, where no server answered with one. */
export type OwnCode = 'CONSOLE_SERVER_UNREACHABLE' | 'CONSOLE_ANSWER_UNREADABLE';

/**
 * A refused or failed request: the server's problem document, or one of the console's own codes
 * (`status` 0 when nothing answered).
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;
  readonly fields: ReadonlyArray<{ readonly path: string; readonly message: string }>;
  readonly retryAfterSeconds: number | undefined;

  constructor(facts: {
    status: number;
    code: string;
    detail: string;
    hint?: string | undefined;
    requestId?: string | undefined;
    errors?: Problem['errors'];
    retryAfterSeconds?: number | undefined;
  }) {
    super(facts.detail);
    this.status = facts.status;
    this.code = facts.code;
    this.hint = facts.hint;
    this.requestId = facts.requestId;
    this.fields = facts.errors ?? [];
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}
