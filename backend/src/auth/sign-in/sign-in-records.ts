import { Injectable } from '@nestjs/common';
import { anonymous } from '../../audit/audit-entry.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import { RefusalLog } from '../../audit/refusal-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import { SignInRepository, type SignInAccount } from './sign-in.repository.ts';

/** What is written down about attempts that failed. */
@Injectable()
export class SignInRecords {
  constructor(
    private readonly database: Database,
    private readonly accounts: SignInRepository,
    private readonly auditLog: AuditLog,
    private readonly refusals: RefusalLog,
  ) {}

  /** A wrong password for an open account: counted, locked when due, and audited, all or nothing. */
  async wrongPassword(account: SignInAccount, facts: RequestFacts): Promise<void> {
    await this.database.transaction(async (trx) => {
      const lockMs = await this.accounts.countFailure(trx, account.userId);
      await this.auditLog.record(trx, anonymous, {
        action: 'session.refused',
        objectType: 'user',
        objectId: account.userId,
        details: { reason: 'wrong password', lockedForSeconds: lockMs / 1000 },
        ...facts,
      });
    });
  }

  /** An attempt that could not have succeeded; recorded at most 20 times a minute per address. */
  refused(email: string, account: SignInAccount | null, facts: RequestFacts): void {
    this.refusals.record(`sign-in:${facts.ip}`, anonymous, {
      action: 'session.refused',
      objectType: 'user',
      objectId: account?.userId ?? null,
      details: { email, reason: reasonOf(account) },
      ...facts,
    });
  }
}

function reasonOf(account: SignInAccount | null): string {
  if (account === null) return 'unknown address';
  return account.isDisabled ? 'account disabled' : 'account locked';
}
