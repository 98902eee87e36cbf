import type { EndedSessions, Me, Page, Session, SignedIn, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { AuditLog } from '../../audit/audit-log.ts';
import type { RequestFacts } from '../../audit/request-facts.ts';
import { AccessSignals } from '../../authorization/access-signals.ts';
import { rolePermissions } from '../../authorization/role-permissions.ts';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { authErrors } from '../auth.errors.ts';
import { TokenThrottle } from '../credentials/token-throttle.ts';
import { hashToken, newToken, tokenKey } from '../credentials/token.ts';
import { SessionRepository } from './session.repository.ts';
import { signedInUser } from './signed-in-user.ts';

/** The user a session is opened for. */
export type SessionOwner = Pick<Me, 'name' | 'role'> & {
  readonly userId: string;
  readonly email: string;
};

/** Sessions: opened by sign-in, listed and ended by their owner. */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly signals: AccessSignals,
    private readonly auditLog: AuditLog,
    private readonly tokens: TokenThrottle,
  ) {}

  /** Opens a session in the caller's transaction. The token is in the answer and nowhere else. */
  async open(
    trx: Transaction<Tables>,
    owner: SessionOwner,
    device: string,
    facts: RequestFacts,
  ): Promise<SignedIn> {
    const token = newToken('lxs');
    const { userId, name, email, role } = owner;
    this.tokens.accept(tokenKey(token));
    const tokenHash = hashToken(token);
    const opened = await this.sessions.open(trx, { userId, tokenHash, device, ip: facts.ip ?? '' });
    const actor = { kind: 'user', userId, name } as const;
    const entry = { action: 'session.opened', objectType: 'session', objectId: opened.id };
    await this.auditLog.record(trx, actor, { ...entry, details: { device }, ...facts });
    const permissions = [...rolePermissions[role].permissions];
    const me = { kind: 'user', userId, name, email, role, permissions } as const;
    return { token, expiresAt: opened.expiresAt, me };
  }

  /** One page of the viewer's own open sessions. Throws AUTH_SESSION_NEEDED for keys. */
  async list(viewer: Viewer, query: SubListQuery): Promise<Page<Session>> {
    const { userId, sessionId } = signedInUser(viewer);
    return await this.sessions.page(userId, sessionId, query);
  }

  /** Ends one of the viewer's own sessions at once; throws AUTH_SESSION_NOT_FOUND for any other. */
  async revoke(viewer: Viewer, id: string, facts: RequestFacts): Promise<void> {
    const { userId } = signedInUser(viewer);
    await this.database.transaction(async (trx) => {
      if (!(await this.sessions.revoke(trx, userId, id))) throw authErrors.sessionNotFound();
      await this.signals.credentialsChanged(trx, userId);
      const entry = { action: 'session.revoked', objectType: 'session', objectId: id, ...facts };
      await this.auditLog.record(trx, viewer, entry);
    });
    this.signals.announce(userId);
  }

  /** Ends every session of the viewer but the one in use; answers how many. */
  async revokeOthers(viewer: Viewer, facts: RequestFacts): Promise<EndedSessions> {
    const { userId, sessionId } = signedInUser(viewer);
    const ended = await this.database.transaction(async (trx) => {
      const count = await this.sessions.revokeAll(trx, userId, sessionId);
      await this.signals.credentialsChanged(trx, userId);
      const entry = { action: 'session.others-revoked', objectType: 'user', objectId: userId };
      await this.auditLog.record(trx, viewer, { ...entry, details: { count }, ...facts });
      return count;
    });
    this.signals.announce(userId);
    return { ended };
  }

  /** Ends the session that was used. Throws AUTH_SESSION_NEEDED for keys and operator tokens. */
  async signOut(viewer: Viewer, facts: RequestFacts): Promise<void> {
    await this.revoke(viewer, signedInUser(viewer).sessionId, facts);
  }

  /** Ends every session of the user but one, in the caller's transaction; then call `announceEnded`. */
  async endAllBut(trx: Transaction<Tables>, userId: string, keptId: string | null): Promise<void> {
    await this.sessions.revokeAll(trx, userId, keptId);
    await this.signals.credentialsChanged(trx, userId);
  }

  /** Makes this process forget the user's sessions, after the transaction that ended them. */
  announceEnded(userId: string): void {
    this.signals.announce(userId);
  }
}
