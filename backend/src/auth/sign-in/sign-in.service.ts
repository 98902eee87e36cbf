import type { SignedIn, SignInBody } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import { authErrors } from '../auth.errors.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { SessionService } from '../sessions/session.service.ts';
import { PasswordCheck } from './password-check.ts';
import { SignInRepository } from './sign-in.repository.ts';

/** Checks an address and a password, and opens a session. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly check: PasswordCheck,
    private readonly accounts: SignInRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
  ) {}

  /**
   * Opens a session. Whatever is wrong with address, password or account, it throws the same
   * AUTH_INVALID_CREDENTIALS; further AUTH_TOO_MANY_ATTEMPTS and AUTH_BUSY.
   */
  async signIn(body: SignInBody, facts: RequestFacts): Promise<SignedIn> {
    const account = await this.check.account(body.email, body.password, facts);
    if (account === null) throw authErrors.invalidCredentials();
    const { userId, passwordHash } = account;
    const newHash = this.hasher.isOutdated(passwordHash)
      ? await this.hasher.hash(body.password)
      : null;
    return await this.database.transaction(async (trx) => {
      // The account may have been locked, disabled or changed while the hash was computed.
      const isOpen = await this.accounts.clearFailures(trx, userId, passwordHash);
      if (!isOpen) throw authErrors.invalidCredentials();
      if (newHash !== null) await this.accounts.rehash(trx, userId, newHash);
      return await this.sessions.open(trx, account, body.device ?? 'unknown device', facts);
    });
  }
}
