import { AppError } from '../../platform/errors/define-error.ts';
import { emailLimits } from '../email.limits.ts';
import { oneLine } from '../templates/one-line.ts';

/** What a failed try means. */
export interface Judgement {
  /** `retry` may go better later; `bounced` is about the address; `failed` is about the message. */
  readonly kind: 'retry' | 'bounced' | 'failed';
  /** The address gets no further email. */
  readonly isAddressGone: boolean;
  /** Enhanced status (RFC 3463) when the server gave one. */
  readonly status: string | null;
  readonly reply: string;
}

/** What nodemailer and Node put on an error. */
interface SendError {
  readonly message?: unknown;
  readonly code?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

/** Replies without an enhanced status that mean "no such mailbox" (RFC 5321, 4.2.3). */
const goneCodes = new Set([550, 551, 553]);

/**
 * Judges a failed try by what the server said at which step. Permanent answers (5xx) to the recipient
 * are bounces; to the content they end the message; to the sender or the sign-in they are settings
 * that an operator can mend, so the message waits like after a temporary answer (4xx) or a lost
 * connection.
 */
export function judgeFailure(error: unknown): Judgement {
  const { message, code, command, response, responseCode } = (error ?? {}) as SendError;
  const said = typeof response === 'string' ? response : String(message ?? error);
  const status = /^[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(said)?.[1] ?? null;
  const reply = oneLine(said, emailLimits.replyLength);
  const judged = (kind: Judgement['kind'], isGone = false): Judgement => ({
    kind,
    isAddressGone: isGone,
    status,
    reply,
  });
  if (error instanceof AppError) return judged(error.spec.status < 500 ? 'failed' : 'retry');
  // Larger than the server said at its greeting: nothing was sent to it.
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return judged('failed');
  const isPermanent = typeof responseCode === 'number' && responseCode >= 500;
  if (!isPermanent) return judged('retry');
  if (command === 'RCPT TO') return judged('bounced', isAddressGone(status, responseCode));
  return command === 'DATA' ? judged('failed') : judged('retry');
}

/** Whether a permanent answer means that the mailbox does not exist (any more). */
export function isAddressGone(status: string | null, responseCode: number | null): boolean {
  if (status !== null) return /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/.test(status);
  return responseCode !== null && goneCodes.has(responseCode);
}
