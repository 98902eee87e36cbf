import type { ChangePasswordBody } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { authErrors } from '../auth.errors.ts';
import { SessionService } from '../sessions/session.service.ts';
import { signedInUser } from '../sessions/signed-in-user.ts';
import { PasswordCheck } from '../sign-in/password-check.ts';
import { UserRepository } from '../users/user.repository.ts';
import { PasswordHasher } from './password-hasher.ts';
import { checkPassword } from './password-rule.ts';

/** Changes a user's own password. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly database: Database,
    private readonly check: PasswordCheck,
    private readonly hasher: PasswordHasher,
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
    private readonly auditLog: AuditLog,
  ) {}

  /**
   * Sets a new password and ends every other session of the user at once. A wrong current password
   * counts towards the lock like one at sign-in. Throws AUTH_SESSION_NEEDED, AUTH_WRONG_PASSWORD,
   * USER_WEAK_PASSWORD.
   */
  async change(viewer: Viewer, body: ChangePasswordBody, facts: RequestFacts): Promise<void> {
    const { userId, sessionId } = signedInUser(viewer);
    const { name, email } = viewer;
    checkPassword(body.newPassword, { email: email ?? '', name });
    const account = await this.check.account(email ?? '', body.currentPassword, facts);
    if (account?.userId !== userId) throw authErrors.wrongPassword();
    const passwordHash = await this.hasher.hash(body.newPassword);
    await this.database.transaction(async (trx) => {
      await this.users.update(trx, userId, { passwordHash });
      await this.sessions.endAllBut(trx, userId, sessionId);
      const entry = { action: 'user.password-changed', objectType: 'user', objectId: userId };
      await this.auditLog.record(trx, viewer, { ...entry, ...facts });
    });
    this.sessions.announceEnded(userId);
  }
}
