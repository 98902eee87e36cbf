import { Injectable } from '@nestjs/common';
import { RateWindow } from '../../audit/rate-window.ts';
import { authErrors } from '../auth.errors.ts';
import {
  ATTEMPTS_PER_ACCOUNT,
  ATTEMPTS_PER_ADDRESS,
  ATTEMPT_SLOTS,
  ATTEMPT_WINDOW_MS,
} from '../auth.limits.ts';

/**
 * Bounds how often passwords are tried: per network address and per account, known or not, so that
 * a refusal tells nothing about whether the account exists. Fixed memory for any number of both.
 */
@Injectable()
export class AttemptThrottle {
  readonly #addresses = new RateWindow(ATTEMPTS_PER_ADDRESS, ATTEMPT_WINDOW_MS, ATTEMPT_SLOTS);
  readonly #accounts = new RateWindow(ATTEMPTS_PER_ACCOUNT, ATTEMPT_WINDOW_MS, ATTEMPT_SLOTS);

  /** Counts one attempt; throws AUTH_TOO_MANY_ATTEMPTS when either has had its share. */
  take(ip: string, account: string): void {
    const fits = this.#addresses.take(ip) && this.#accounts.take(account);
    if (!fits) {
      const left = ATTEMPT_WINDOW_MS - (Date.now() % ATTEMPT_WINDOW_MS);
      throw authErrors.tooManyAttempts({ retryAfterSeconds: Math.ceil(left / 1000) });
    }
  }
}
