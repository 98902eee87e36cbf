import type { WorkflowBody } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import { TemplatesRepository } from './templates.repository.ts';
import { workflowErrors } from './workflow.errors.ts';
import { workflowLimits } from './workflow.limits.ts';
import { WorkflowStateRepository } from './workflow-state.repository.ts';
import { WorkflowsRepository } from './workflows.repository.ts';

/** Puts workflows on cases, in the newest revision of their template. */
@Injectable()
export class WorkflowStarts {
  constructor(
    private readonly templates: TemplatesRepository,
    private readonly workflows: WorkflowsRepository,
    private readonly states: WorkflowStateRepository,
    private readonly changes: ChangeLog,
  ) {}

  /**
   * Adds a workflow that has not started; answers its id. The caller holds the lock of the case.
   * Throws WORKFLOW_TEMPLATE_UNKNOWN, WORKFLOW_TOO_MANY.
   */
  async add(
    trx: Transaction<Tables>,
    actor: Actor,
    { caseId, templateId }: WorkflowBody,
  ): Promise<string> {
    const template = await this.templates.find(actor, templateId, trx);
    if (!template || template.archivedAt !== null)
      throw workflowErrors.templateUnknown({
        errors: [{ path: 'body.templateId', message: 'is no template in use' }],
      });
    const open = await this.workflows.openOnCase(trx, caseId);
    if (open >= workflowLimits.openPerCase.value) throw workflowErrors.tooMany();
    const { revision, name } = template;
    const stages = (await this.templates.stages(templateId, revision, trx)) ?? [];
    const id = await this.workflows.insert(trx, { caseId, templateId, revision, name, stages });
    const made = { stageId: null, from: null, to: 'not-started' };
    await this.states.recordTransitions(trx, id, actor, [made], null);
    await this.changes.record(trx, actor, {
      type: 'workflow.created',
      objectType: 'workflow',
      objectId: id,
      caseId,
      payload: { templateId, revision },
    });
    return id;
  }
}
