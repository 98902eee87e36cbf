import { Injectable } from '@nestjs/common';
import { anonymous } from '../../audit/audit-entry.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import { TrafficGuard } from '../../platform/http/traffic/traffic-guard.ts';
import { SignInRepository, type SignInAccount } from './sign-in.repository.ts';

/** No user has this id: what is counted for it is counted nowhere. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What is written down about attempts that failed. */
@Injectable()
export class SignInRecords {
  constructor(
    private readonly database: Database,
    private readonly accounts: SignInRepository,
    private readonly auditLog: AuditLog,
    private readonly traffic: TrafficGuard,
  ) {}

  /**
   * A failed attempt: counted and locked when it was a wrong password for an open account, audited
   * in any case. The same statements run whether the account exists or not, so that the time of
   * the answer does not tell; the throttle bounds how many such rows there can be.
   */
  async failed(email: string, account: SignInAccount | null, facts: RequestFacts): Promise<void> {
    const reason = reasonOf(account);
    this.traffic.strike(facts.ip ?? '', 'password', 2);
    const counted = reason === 'wrong password' && account ? account.userId : NOBODY;
    await this.database.transaction(async (trx) => {
      const lockMs = await this.accounts.countFailure(trx, counted);
      await this.auditLog.record(trx, anonymous, {
        action: 'session.refused',
        objectType: 'user',
        objectId: account?.userId ?? null,
        details: { email, reason, lockedForSeconds: lockMs / 1000 },
        ...facts,
      });
    });
  }
}

function reasonOf(account: SignInAccount | null): string {
  if (account === null) return 'unknown address';
  if (account.isDisabled) return 'account disabled';
  return account.isLocked ? 'account locked' : 'wrong password';
}
