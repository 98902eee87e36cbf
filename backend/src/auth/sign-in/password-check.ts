import { Injectable } from '@nestjs/common';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { AttemptFigures } from './attempt-figures.ts';
import { AttemptThrottle } from './attempt-throttle.ts';
import { SignInRecords } from './sign-in-records.ts';
import { SignInRepository, type SignInAccount } from './sign-in.repository.ts';

/** The one place where a password is compared: throttled, in equal time, with every failure recorded. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly accounts: SignInRepository,
    private readonly hasher: PasswordHasher,
    private readonly throttle: AttemptThrottle,
    private readonly records: SignInRecords,
    private readonly figures: AttemptFigures,
  ) {}

  /**
   * The account when address and password fit. Null, after the same work, for an unknown address, a
   * wrong password, a disabled and a locked account. Throws AUTH_TOO_MANY_ATTEMPTS and AUTH_BUSY
   * before any work.
   */
  async account(
    email: string,
    password: string,
    facts: RequestFacts,
  ): Promise<SignInAccount | null> {
    this.#take(facts.ip ?? '', email);
    const account = await this.accounts.byEmail(email);
    const mayTry = account !== null && !account.isDisabled && !account.isLocked;
    const fits = await this.#verify(mayTry ? account.passwordHash : null, password);
    this.figures.count(fits ? 'accepted' : 'refused');
    if (fits) return account;
    await this.records.failed(email, account, facts);
    return null;
  }

  #take(ip: string, email: string): void {
    try {
      this.throttle.take(ip, email);
    } catch (error) {
      this.figures.count('throttled');
      throw error;
    }
  }

  async #verify(passwordHash: string | null, password: string): Promise<boolean> {
    try {
      return await this.hasher.verify(passwordHash, password);
    } catch (error) {
      this.figures.count('busy');
      throw error;
    }
  }
}
