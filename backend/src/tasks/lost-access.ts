import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../audit/change-log.ts';
import { EventDispatcher } from '../platform/events/event-dispatcher.ts';
import { systemViewer } from './system-viewer.ts';
import { TaskAssigneesRepository } from './task-assignees.repository.ts';
import { taskChanges } from './task-changes.ts';

/**
 * Takes unfinished tasks of a case from somebody who cannot see the case any more, so that they
 * show as unassigned instead of waiting for a person who does not know of them.
 */
@Injectable()
export class LostAccess {
  constructor(assignees: TaskAssigneesRepository, changes: ChangeLog, dispatcher: EventDispatcher) {
    dispatcher.register({
      name: 'tasks-lost-access',
      events: ['case.member-removed', 'wall.raised'],
      handle: async ({ caseId, payload }, trx) => {
        const { userId } = payload as { userId: string };
        if (caseId === null) return;
        const lost = await assignees.lost(trx, caseId, userId);
        if (lost.length === 0) return;
        await assignees.removeFrom(trx, lost, userId);
        const reassigned = lost.map((id) => taskChanges.reassigned({ id, caseId }));
        await changes.record(trx, systemViewer, ...reassigned);
      },
    });
  }
}
