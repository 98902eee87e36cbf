import type { Page, SubListQuery, Wall, WallBody, WallLiftBody } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../audit/change-log.ts';
import type { RequestFacts } from '../audit/request-facts.ts';
import { Database } from '../platform/database/database.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import { authorizationErrors } from './authorization.errors.ts';
import { caseChange } from './case-change.ts';
import { TeamRepository } from './team.repository.ts';
import { WallRepository } from './wall.repository.ts';

/** Ethical walls: users who must not know of a case, whatever their role or team. */
@Injectable()
export class WallService {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
    private readonly signals: AccessSignals,
    private readonly walls: WallRepository,
    private readonly team: TeamRepository,
    private readonly changes: ChangeLog,
  ) {}

  /** One page of the walls around a case that the viewer may see, lifted ones included. */
  async list(viewer: Viewer, caseId: string, query: SubListQuery): Promise<Page<Wall>> {
    await this.access.requireCase(viewer, caseId, 'wall:read');
    return await this.walls.page(caseId, query);
  }

  /** Puts a wall up. From the commit on, the user finds the case nowhere. */
  async raise(viewer: Viewer, caseId: string, body: WallBody, facts: RequestFacts): Promise<Wall> {
    const { userId, reason } = body;
    const wall = await this.database.transaction(async (trx) => {
      await this.access.requireCase(viewer, caseId, 'wall:manage', trx);
      const candidate = await this.team.candidate(trx, caseId, userId);
      if (candidate === null) throw authorizationErrors.userNotFound();
      const made = await this.walls.put(trx, { caseId, userId, reason, createdBy: viewer.userId });
      if (made === null) throw authorizationErrors.wallStands();
      await this.signals.accessChanged(trx, userId);
      const details = { wallId: made.id, userId, reason };
      await this.changes.record(
        trx,
        { ...viewer, ...facts },
        caseChange(caseId, 'wall.raised', details),
      );
      return { ...made, userName: candidate.name };
    });
    this.signals.announce(userId);
    return wall;
  }

  /** Lifts a wall; it stays in the list as history. */
  async lift(
    viewer: Viewer,
    caseId: string,
    wallId: string,
    { reason }: WallLiftBody,
    facts: RequestFacts,
  ): Promise<void> {
    const userId = await this.database.transaction(async (trx) => {
      await this.access.requireCase(viewer, caseId, 'wall:manage', trx);
      const walled = await this.walls.lift(trx, caseId, wallId);
      if (walled === null) throw authorizationErrors.wallNotFound();
      await this.signals.accessChanged(trx, walled);
      const details = { wallId, userId: walled, ...(reason === undefined ? {} : { reason }) };
      await this.changes.record(
        trx,
        { ...viewer, ...facts },
        caseChange(caseId, 'wall.lifted', details),
      );
      return walled;
    });
    this.signals.announce(userId);
  }
}
