import type { EndedSessions, Page, Session, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../../audit/audit-log.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { AccessSignals } from '../../authorization/access-signals.ts';
import { requireCovers } from '../../authorization/require-covers.ts';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { authErrors } from '../auth.errors.ts';
import { UserRepository } from '../users/user.repository.ts';
import { userErrors } from '../users/users.errors.ts';
import { SessionRepository } from './session.repository.ts';

/** The sessions of other users, for an administrator: to look at and to end. */
@Injectable()
export class UserSessionsService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly sessions: SessionRepository,
    private readonly signals: AccessSignals,
    private readonly auditLog: AuditLog,
  ) {}

  /** One page of a user's open sessions, newest first. Throws USER_NOT_FOUND. */
  async list(actor: Actor, userId: string, query: SubListQuery): Promise<Page<Session>> {
    if ((await this.users.byId(userId)) === null) throw userErrors.notFound();
    return await this.sessions.page(userId, actor.credentialId, query);
  }

  /** Ends one session of a user at once. Throws USER_NOT_FOUND, AUTH_SESSION_NOT_FOUND, AUTHZ_ESCALATION. */
  async revoke(actor: Actor, userId: string, id: string): Promise<void> {
    await this.#end(actor, userId, async (trx) => {
      if (!(await this.sessions.revoke(trx, userId, id))) throw authErrors.sessionNotFound();
      return {
        action: 'session.revoked',
        objectType: 'session',
        objectId: id,
        details: { userId },
      };
    });
  }

  /** Ends all sessions of a user at once, the actor's own one excepted. Throws as `revoke` does. */
  async revokeAll(actor: Actor, userId: string): Promise<EndedSessions> {
    let ended = 0;
    await this.#end(actor, userId, async (trx) => {
      ended = await this.sessions.revokeAll(trx, userId, actor.credentialId);
      const details = { count: ended };
      return { action: 'session.all-revoked', objectType: 'user', objectId: userId, details };
    });
    return { ended };
  }

  async #end(
    actor: Actor,
    userId: string,
    work: (trx: Transaction<Tables>) => Promise<Parameters<AuditLog['record']>[2]>,
  ): Promise<void> {
    await this.database.transaction(async (trx) => {
      const user = await this.users.locked(trx, userId);
      if (user === null) throw userErrors.notFound();
      // Nobody shuts out somebody who may do more than they.
      requireCovers(actor, user.role);
      const entry = await work(trx);
      await this.signals.credentialsChanged(trx, userId);
      const { requestId = null, ip = null } = actor;
      await this.auditLog.record(trx, actor, { ...entry, requestId, ip });
    });
    this.signals.announce(userId);
  }
}
