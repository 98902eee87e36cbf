import { isCaseBound, scopesOf } from '@lexiflow/contracts';
import type { Grant, GrantBody, GrantQuery, Page } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Database } from '../platform/database/database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { GRANTS_PER_USER } from './authorization.limits.ts';
import { FactsRepository, type UserFacts } from './facts.repository.ts';
import { GrantRepository } from './grant.repository.ts';
import { holdsThroughout, reachOf } from './reach.ts';

/** Permissions of single users beyond their role, with an end. Given and revoked at once, everywhere. */
@Injectable()
export class GrantService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly facts: FactsRepository,
    private readonly grants: GrantRepository,
    private readonly signals: AccessSignals,
    private readonly auditLog: AuditLog,
  ) {}

  /** One page of a user's grants; those on cases hidden from the viewer are left out. */
  async ofUser(viewer: Viewer, userId: string, query: GrantQuery): Promise<Page<Grant>> {
    await this.#user(userId);
    return await this.grants.ofUser(viewer, userId, query);
  }

  /** One page of the grants on a case that the viewer may see. */
  async ofCase(viewer: Viewer, caseId: string, query: GrantQuery): Promise<Page<Grant>> {
    await this.access.requireCase(viewer, caseId, 'case:read');
    return await this.grants.ofCase(viewer, caseId, query);
  }

  /**
   * Gives a permission that the giver holds as far. Throws AUTHZ_USER_NOT_FOUND, AUTHZ_GRANT_UNFIT,
   * AUTHZ_ESCALATION, AUTHZ_CASE_NOT_FOUND, AUTHZ_GRANT_EXISTS, AUTHZ_TOO_MANY_GRANTS.
   */
  async give(actor: Actor, userId: string, body: GrantBody): Promise<Grant> {
    const { permission, scope, caseId = null, reason, expiresInHours = null } = body;
    const user = await this.#user(userId);
    requireFit(user, body);
    const grant = await this.database.transaction(async (trx) => {
      if (caseId === null) requireHeld(actor, body);
      else await this.access.requireCase(actor, caseId, permission, trx);
      if ((await this.grants.countLive(trx, userId)) >= GRANTS_PER_USER)
        throw authorizationErrors.tooManyGrants();
      const grantedBy = actor.userId;
      const made = { userId, permission, scope, caseId, reason, grantedBy, expiresInHours };
      const id = await this.grants.insert(trx, made);
      if (id === null) throw authorizationErrors.grantExists();
      await this.signals.accessChanged(trx, userId);
      const details = { userId, permission, scope, reason, expiresInHours };
      await this.#record(trx, actor, 'grant.given', id, caseId, details);
      const found = await this.grants.find(actor, userId, id, trx);
      if (found === null) throw authorizationErrors.caseNotFound();
      return found;
    });
    this.signals.announce(userId);
    return grant;
  }

  /** Ends a grant at once; throws AUTHZ_GRANT_NOT_FOUND. */
  async revoke(actor: Actor, userId: string, id: string): Promise<void> {
    await this.database.transaction(async (trx) => {
      const grant = await this.grants.find(actor, userId, id, trx);
      if (grant === null || !(await this.grants.revoke(trx, id)))
        throw authorizationErrors.grantNotFound();
      await this.signals.accessChanged(trx, userId);
      const { permission, scope, caseId } = grant;
      await this.#record(trx, actor, 'grant.revoked', id, caseId, { userId, permission, scope });
    });
    this.signals.announce(userId);
  }

  async #user(userId: string): Promise<UserFacts> {
    const user = await this.facts.user(userId);
    if (user === null) throw authorizationErrors.userNotFound();
    return user;
  }

  async #record(
    trx: Parameters<AuditLog['record']>[0],
    actor: Actor,
    action: string,
    objectId: string,
    caseId: string | null,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { requestId = null, ip = null } = actor;
    const entry = { action, objectType: 'grant', objectId, caseId, details, requestId, ip };
    await this.auditLog.record(trx, actor, entry);
  }
}

function requireFit(user: UserFacts, { permission, scope }: GrantBody): void {
  if (user.isDisabled) throw authorizationErrors.userNotFound();
  if (!scopesOf(permission).includes(scope))
    throw authorizationErrors.grantUnfit(`${permission} can be granted for everything only.`);
  const reads = /:read(?:-sealed)?$/.test(permission) && isCaseBound(permission);
  if (user.role === 'client' && (scope !== 'case' || !reads || permission === 'wall:read'))
    throw authorizationErrors.grantUnfit('A client can be given the reading of single cases only.');
}

/** Nobody gives more than they hold: on cases all of them, elsewhere the permission itself. */
function requireHeld(actor: Viewer, { permission }: GrantBody): void {
  const isHeld = isCaseBound(permission)
    ? reachOf(actor, permission).all
    : holdsThroughout(actor, permission);
  if (!isHeld) throw authorizationErrors.escalation(`You do not hold ${permission} as far.`);
}
