import type { Page, SubListQuery, TeamBody, TeamMember, TeamRole } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { RequestFacts } from '../audit/request-facts.ts';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { caseChange } from './case-change.ts';
import { rolePermissions } from './role-permissions.ts';
import { TeamRepository } from './team.repository.ts';

/** Who works on a case, and so may see it. */
@Injectable()
export class TeamService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly signals: AccessSignals,
    private readonly team: TeamRepository,
    private readonly changes: ChangeLog,
  ) {}

  /** One page of the team of a case that the viewer may see. */
  async list(viewer: Viewer, caseId: string, query: SubListQuery): Promise<Page<TeamMember>> {
    await this.access.requireCase(viewer, caseId, 'case:read');
    return await this.team.page(caseId, query);
  }

  /** Adds a user to the team, or changes a member's team role. Takes effect at once. */
  async add(
    viewer: Viewer,
    caseId: string,
    body: TeamBody,
    facts: RequestFacts,
  ): Promise<TeamMember> {
    const member = await this.database.transaction(async (trx) => {
      await this.access.requireCase(viewer, caseId, 'case:team', trx);
      const candidate = await this.team.candidate(trx, caseId, body.userId);
      if (candidate === null) throw authorizationErrors.userNotFound();
      if (candidate.isWalled) throw authorizationErrors.userWalled();
      if ((candidate.role === 'client') !== (body.teamRole === 'client'))
        throw authorizationErrors.teamRoleMismatch(`The user's role is ${candidate.role}.`);
      await this.join(trx, viewer, caseId, body.userId, body.teamRole, facts);
      return await this.team.member(trx, caseId, body.userId);
    });
    this.signals.announce(body.userId);
    return member;
  }

  /**
   * Adds a user to the team as part of the caller's transaction, without any check: for whoever
   * creates a case and so leads it.
   */
  async join(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    userId: string,
    teamRole: TeamRole,
    facts?: RequestFacts,
  ): Promise<void> {
    await this.team.put(trx, caseId, userId, teamRole);
    // Who sees every case sees no other ones by leading one: nothing that was cached changes.
    const seesAll = rolePermissions[viewer.role].caseScope === 'all';
    if (!seesAll || viewer.userId !== userId) await this.signals.accessChanged(trx, userId);
    const details = { userId, teamRole };
    await this.changes.record(
      trx,
      { ...viewer, ...facts },
      caseChange(caseId, 'case.member-added', details),
    );
  }

  /** Takes a user off the team. Takes effect at once. */
  async remove(viewer: Viewer, caseId: string, userId: string, facts: RequestFacts): Promise<void> {
    await this.database.transaction(async (trx) => {
      await this.access.requireCase(viewer, caseId, 'case:team', trx);
      if (!(await this.team.remove(trx, caseId, userId)))
        throw authorizationErrors.memberNotFound();
      await this.signals.accessChanged(trx, userId);
      await this.changes.record(
        trx,
        { ...viewer, ...facts },
        caseChange(caseId, 'case.member-removed', { userId }),
      );
    });
    this.signals.announce(userId);
  }
}
