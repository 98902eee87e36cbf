import { AppError } from '../platform/errors/define-error.ts';
import type { OutboundGuard } from '../platform/outbound/outbound-guard.ts';
import { openOutbound, type OpenAnswer } from '../platform/outbound/outbound-request.ts';
import { VERSION } from '../version.ts';
import { readStart } from './read-start.ts';
import { readRetryAfter } from './retry-schedule.ts';
import { signatureHeaders } from './signature.ts';
import { webhookLimits } from './webhooks.limits.ts';

/** How an attempt ended: accepted, answered otherwise, not answered, or not sent for want of a secret. */
export type AttemptOutcome =
  'delivered' | 'refused' | 'unreachable' | 'timed-out' | 'blocked' | 'unsigned';

/** What is known of one attempt after it. */
export interface AttemptResult {
  readonly outcome: AttemptOutcome;
  readonly at: Date;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly response: string | null;
  readonly responseCut: boolean;
  readonly retryAfterSeconds: number | null;
}

/** One message and where it goes. */
export interface OutgoingMessage {
  readonly url: string;
  readonly id: string;
  readonly body: string;
  /** The current secret first. */
  readonly secrets: readonly string[];
}

/** What the operator has set. */
export interface SenderOptions {
  readonly timeoutMs: number;
  readonly allowHttp: boolean;
}

/**
 * Posts one signed message through the guard. Redirects are not followed; of the answer at most 4 KB
 * are read. Only an abort by `signal` rejects: everything else is an outcome.
 */
export class WebhookSender {
  readonly #guard: OutboundGuard;
  readonly #options: SenderOptions;

  constructor(guard: OutboundGuard, options: SenderOptions) {
    this.#guard = guard;
    this.#options = options;
  }

  /** Refuses an address that could never be sent to. Throws OUTBOUND_URL_INVALID or OUTBOUND_HOST_REFUSED. */
  check(url: string): URL {
    return this.#guard.checkUrl(url, this.#protocols);
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<AttemptResult> {
    const at = new Date();
    const startedMs = performance.now();
    try {
      const answer = await this.#open(message, at, signal);
      const { status, headers } = answer;
      const { text, isCut } = await readStart(answer.body, webhookLimits.responseBytes);
      const isAccepted = status >= 200 && status < 300;
      return {
        outcome: isAccepted ? 'delivered' : 'refused',
        at,
        durationMs: Math.round(performance.now() - startedMs),
        status,
        error: isAccepted ? null : refusal(status),
        response: text,
        responseCut: isCut,
        retryAfterSeconds: isAccepted ? null : readRetryAfter(headers['retry-after'], Date.now()),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      return unanswered(outcomeOf(error), error, at, Math.round(performance.now() - startedMs));
    }
  }

  get #protocols(): string[] {
    return this.#options.allowHttp ? ['https:', 'http:'] : ['https:'];
  }

  async #open(
    { url, id, body, secrets }: OutgoingMessage,
    at: Date,
    signal: AbortSignal,
  ): Promise<OpenAnswer> {
    const timestampSeconds = Math.floor(at.getTime() / 1000);
    return await openOutbound(this.#guard, {
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': `LexiFlow-Webhooks/${VERSION}`,
        ...signatureHeaders({ id, timestampSeconds, body }, secrets),
      },
      body,
      timeoutMs: this.#options.timeoutMs,
      signal,
      protocols: this.#protocols,
    });
  }
}

/** An attempt that has no answer, and why. */
export function unanswered(
  outcome: AttemptOutcome,
  { code, message }: AppError,
  at: Date,
  durationMs: number,
): AttemptResult {
  return {
    ...{ outcome, at, durationMs },
    status: null,
    error: `${code}: ${message}`.slice(0, webhookLimits.errorCharacters),
    response: null,
    responseCut: false,
    retryAfterSeconds: null,
  };
}

function refusal(status: number): string {
  return status >= 300 && status < 400
    ? `the receiver answered ${status}; redirects are not followed`
    : `the receiver answered ${status}`;
}

function outcomeOf({ code }: AppError): AttemptOutcome {
  if (code === 'OUTBOUND_HOST_REFUSED' || code === 'OUTBOUND_URL_INVALID') return 'blocked';
  return code === 'OUTBOUND_TIMEOUT' ? 'timed-out' : 'unreachable';
}
