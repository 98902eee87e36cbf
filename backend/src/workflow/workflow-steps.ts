import type { EventType } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { ChangeLog } from '../audit/change-log.ts';
import type { Change } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import { PlannedTasksService } from '../tasks/planned-tasks.service.ts';
import { addDays, daysBetween, today } from './due-date.ts';
import { TemplatesRepository } from './templates.repository.ts';
import { workflowErrors } from './workflow.errors.ts';
import type { Step } from './workflow-machine.ts';
import { WorkflowStateRepository } from './workflow-state.repository.ts';
import type { StageRow, WorkflowRecord } from './workflow-state.repository.ts';

const stageEvents = {
  active: 'workflow.stage-started',
  done: 'workflow.stage-done',
  skipped: 'workflow.stage-skipped',
} as const;

/** Writes what the machine decided: states, tasks, history, audit log and events. */
@Injectable()
export class WorkflowSteps {
  constructor(
    private readonly states: WorkflowStateRepository,
    private readonly templates: TemplatesRepository,
    private readonly tasks: PlannedTasksService,
    private readonly changes: ChangeLog,
  ) {}

  /** Applies the steps in their order, as part of the transaction that holds the case. */
  async apply(
    trx: Transaction<Tables>,
    actor: Actor,
    workflow: WorkflowRecord,
    stages: readonly StageRow[],
    steps: readonly Step[],
    reason: string | null = null,
  ): Promise<void> {
    const transitions = steps.map((step) => ({
      stageId: step.kind === 'stage' ? step.stageId : null,
      from: step.from,
      to: step.to,
    }));
    await this.states.recordTransitions(trx, workflow.id, actor, transitions, reason);
    await this.changes.record(trx, actor, ...steps.map((step) => changeOf(workflow, step)));
    for (const step of steps) {
      if (step.kind === 'workflow') await this.#enter(trx, actor, workflow, stages, step);
      else await this.#enterStage(trx, actor, workflow, stages, step);
    }
    await this.states.touch(trx, workflow.id);
  }

  async #enter(
    trx: Transaction<Tables>,
    actor: Actor,
    workflow: WorkflowRecord,
    stages: readonly StageRow[],
    { from, to }: Step & { kind: 'workflow' },
  ): Promise<void> {
    const { id, pausedOn } = workflow;
    const started = from === 'not-started' && to === 'running' ? { started_on: today() } : {};
    const paused = to === 'paused' ? today() : null;
    await this.states.setStatus(trx, id, to, { ...started, paused_on: paused });
    if (to === 'paused' || from === 'paused') await this.tasks.setOnHold(trx, id, to === 'paused');
    if (from === 'paused' && to === 'running' && pausedOn !== null)
      await this.#makeUpFor(trx, id, stages, pausedOn);
    if (to === 'cancelled') await this.tasks.cancelUnfinished(trx, actor, id);
  }

  /** Due dates move by the days that the workflow stood still. */
  async #makeUpFor(
    trx: Transaction<Tables>,
    workflowId: string,
    stages: readonly StageRow[],
    pausedOn: string,
  ): Promise<void> {
    const active = stages.find(({ status }) => status === 'active');
    if (!active) return;
    const days = daysBetween(pausedOn, today(), active.unit);
    if (days === 0) return;
    const shifted = (dueOn: string): string => addDays(dueOn, days, active.unit);
    await this.tasks.shift(trx, workflowId, shifted);
    if (active.dueOn !== null) await this.states.moveDueDate(trx, active.id, shifted(active.dueOn));
  }

  async #enterStage(
    trx: Transaction<Tables>,
    actor: Actor,
    workflow: WorkflowRecord,
    stages: readonly StageRow[],
    { stageId, from, to }: Step & { kind: 'stage' },
  ): Promise<void> {
    const stage = stages.find(({ id }) => id === stageId);
    if (!stage) throw workflowErrors.notFound();
    if (to === 'active') return this.#begin(trx, actor, workflow, stage);
    await this.states.setStage(trx, stageId, to, {});
    if (to === 'skipped' && from === 'active')
      await this.tasks.cancelUnfinished(trx, actor, workflow.id, stageId);
  }

  /** A stage begins today: it gets its due date and its tasks, as the revision of the workflow says. */
  async #begin(
    trx: Transaction<Tables>,
    actor: Actor,
    workflow: WorkflowRecord,
    { id: stageId, name, position, duration, unit }: StageRow,
  ): Promise<void> {
    const startedOn = today();
    const dueOn = addDays(startedOn, duration, unit);
    await this.states.setStage(trx, stageId, 'active', { started_on: startedOn, due_on: dueOn });
    const template = await this.templates.stages(workflow.templateId, workflow.revision, trx);
    const plans = (template?.[position]?.tasks ?? []).map(({ dueAfter, ...task }) => ({
      ...task,
      dueOn: dueAfter === null ? dueOn : addDays(startedOn, dueAfter, unit),
    }));
    const { id: workflowId, caseId } = workflow;
    const label = `${workflow.name} · ${name}`;
    await this.tasks.create(trx, actor, { caseId, workflowId, stageId, label }, plans);
  }
}

function changeOf({ id, caseId }: WorkflowRecord, step: Step): Change {
  const of = { objectType: 'workflow', objectId: id, caseId };
  if (step.kind === 'workflow') return { ...of, type: workflowEvent(step) };
  const type = stageEvents[step.to as keyof typeof stageEvents];
  return { ...of, type, payload: { stageId: step.stageId } };
}

function workflowEvent({ from, to }: Step & { kind: 'workflow' }): EventType {
  switch (to) {
    case 'paused':
      return 'workflow.paused';
    case 'completed':
      return 'workflow.completed';
    case 'cancelled':
      return 'workflow.cancelled';
    default:
      return from === 'paused' ? 'workflow.resumed' : 'workflow.started';
  }
}
