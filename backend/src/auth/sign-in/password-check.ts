import { Injectable } from '@nestjs/common';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
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
    this.throttle.take(facts.ip ?? '', email);
    const account = await this.accounts.byEmail(email);
    const mayTry = account !== null && !account.isDisabled && !account.isLocked;
    const fits = await this.hasher.verify(mayTry ? account.passwordHash : null, password);
    if (!mayTry) {
      this.records.refused(email, account, facts);
      return null;
    }
    if (fits) return account;
    await this.records.wrongPassword(account, facts);
    return null;
  }
}
