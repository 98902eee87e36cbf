import type { Page, WorkflowBody, WorkflowDetail, WorkflowMoveBody } from '@lexiflow/contracts';
import type { WorkflowQuery, WorkflowRow } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Actor } from '../audit/current-actor.ts';
import { CaseAccess } from '../cases/case-access.ts';
import type { Tables } from '../platform/database/tables.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Idempotency } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { decide, legalMoves } from './workflow-machine.ts';
import type { AskedMove } from './workflow-machine.ts';
import { WorkflowProgress } from './workflow-progress.ts';
import { WorkflowStarts } from './workflow-starts.ts';
import { WorkflowSteps } from './workflow-steps.ts';
import { workflowErrors } from './workflow.errors.ts';
import { WorkflowsRepository } from './workflows.repository.ts';

/** Workflows on cases: what a template says, carried out stage by stage. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly workflows: WorkflowsRepository,
    private readonly progress: WorkflowProgress,
    private readonly starts: WorkflowStarts,
    private readonly steps: WorkflowSteps,
    private readonly cases: CaseAccess,
  ) {}

  async list(viewer: Viewer, query: WorkflowQuery): Promise<Page<WorkflowRow>> {
    const { rows, ...page } = await this.workflows.list(viewer, query);
    return { items: rows, ...page };
  }

  /** Throws WORKFLOW_NOT_FOUND for one that does not exist or whose case is not open to the viewer. */
  async get(viewer: Viewer, id: string, trx?: Transaction<Tables>): Promise<WorkflowDetail> {
    const row = await this.workflows.find(viewer, id, trx);
    if (!row) throw workflowErrors.notFound();
    const { stages, state } = await this.progress.of(row, trx);
    return { ...row, stages, moves: legalMoves(state) };
  }

  /**
   * Puts a workflow on a case and, when asked to, starts it: all of it or nothing. Throws
   * AUTHZ_CASE_NOT_FOUND, CASE_ARCHIVED, WORKFLOW_TEMPLATE_UNKNOWN, WORKFLOW_TOO_MANY.
   */
  async create(actor: Actor, body: WorkflowBody, repeat: Repeat): Promise<WorkflowDetail> {
    return this.idempotency.run(
      actor,
      repeat.key,
      repeat.request,
      async (trx) => {
        await this.cases.toChange(trx, actor, body.caseId, 'workflow:run');
        const id = await this.starts.add(trx, actor, body);
        if (body.start) await this.#move(trx, actor, id, { move: 'start' }, null);
        return this.get(actor, id, trx);
      },
      (trx, { id }) => this.get(actor, id, trx),
    );
  }

  /**
   * Makes a move at the version the workflow was read. Throws WORKFLOW_NOT_FOUND,
   * HTTP_STALE_VERSION, CASE_ARCHIVED, WORKFLOW_MOVE_REFUSED, WORKFLOW_STAGE_UNFINISHED.
   */
  async move(
    actor: Actor,
    id: string,
    version: number,
    body: WorkflowMoveBody,
  ): Promise<WorkflowDetail> {
    const { reason = '', ...asked } = body;
    return this.idempotency.run(
      actor,
      noRepeat.key,
      noRepeat.request,
      async (trx) => {
        const { caseId } = await this.get(actor, id, trx);
        await this.cases.toChange(trx, actor, caseId, 'workflow:run');
        // Read again: whoever held the lock of the case may have moved the workflow.
        const before = await this.get(actor, id, trx);
        if (before.version !== version) throw httpErrors.staleVersion();
        await this.#move(trx, actor, id, asked, reason || null);
        return this.get(actor, id, trx);
      },
      async () => {},
    );
  }

  async #move(
    trx: Transaction<Tables>,
    actor: Actor,
    id: string,
    asked: AskedMove,
    reason: string | null,
  ): Promise<void> {
    const { record, stages, state } = await this.progress.read(trx, id);
    const decision = decide(state, asked);
    if (decision.ok) return this.steps.apply(trx, actor, record, stages, decision.steps, reason);
    if (decision.reason === 'unfinished') {
      const { openRequired = 0 } = stages.find((stage) => stage.id === asked.stageId) ?? {};
      throw workflowErrors.stageUnfinished(`${openRequired} required tasks are not done.`);
    }
    const legal = legalMoves(state);
    const names = [...new Set(legal.map(({ move }) => move))].join(', ') || 'none';
    throw workflowErrors.moveRefused({
      detail: `${asked.move} on a workflow that is ${state.status}; legal now: ${names}.`,
      extra: { state: state.status, legal },
    });
  }
}
