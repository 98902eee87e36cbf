import type { SetupBody, SignedIn } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { system } from '../../audit/audit-entry.ts';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { Database } from '../../platform/database/database.ts';
import { authErrors } from '../auth.errors.ts';
import { hashToken } from '../credentials/token.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { checkPassword } from '../passwords/password-rule.ts';
import { SessionService } from '../sessions/session.service.ts';
import { UserRepository } from '../users/user.repository.ts';
import { userErrors } from '../users/users.errors.ts';
import { SetupRepository } from './setup.repository.ts';

/** Makes the first administrator, once, for whoever holds the first-run link. */
@Injectable()
export class SetupService {
  constructor(
    private readonly database: Database,
    private readonly links: SetupRepository,
    private readonly users: UserRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionService,
    private readonly auditLog: AuditLog,
  ) {}

  /** Whether no enabled administrator exists yet. */
  async isNeeded(): Promise<boolean> {
    return !(await this.users.hasAdministrator(this.database.db));
  }

  /**
   * Makes the administrator and signs in. Of two calls at once one wins, the other gets
   * AUTH_SETUP_DONE. Throws AUTH_SETUP_LINK_INVALID for an unknown, used or old link, before any
   * costly work.
   */
  async complete(body: SetupBody, device: string, facts: RequestFacts): Promise<SignedIn> {
    const tokenHash = hashToken(body.token);
    if (!(await this.isNeeded())) throw authErrors.setupDone();
    if (!(await this.links.isOpen(tokenHash))) throw authErrors.setupLinkInvalid();
    checkPassword(body.password, body);
    const { email, name } = body;
    const passwordHash = await this.hasher.hash(body.password);
    return await this.database.transaction(async (trx) => {
      await this.users.lockAdministrators(trx);
      if (await this.users.hasAdministrator(trx)) throw authErrors.setupDone();
      if (!(await this.links.use(trx, tokenHash))) throw authErrors.setupLinkInvalid();
      const user = await this.users.insert(trx, { email, name, role: 'admin', passwordHash });
      if (user === null) throw userErrors.emailTaken();
      const entry = { action: 'user.created', objectType: 'user', objectId: user.id };
      const details = { email, name, role: 'admin', by: 'first-run link' };
      await this.auditLog.record(trx, system, { ...entry, details, ...facts });
      const owner = { userId: user.id, name, email, role: user.role };
      return await this.sessions.open(trx, owner, device, facts);
    });
  }
}
