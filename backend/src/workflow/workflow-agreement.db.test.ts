import { taskStatuses, workflowMoves } from '@lexiflow/contracts';
import type { TaskRow, WorkflowDetail } from '@lexiflow/contracts';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Firm, operatorViewer } from '../authorization/testing/firm.ts';
import type { Database } from '../platform/database/database.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import { openWorkflows } from './testing/open-workflows.ts';
import type { OpenWorkflows } from './testing/open-workflows.ts';
import { templateOf } from './testing/template-of.ts';

const viewer = operatorViewer;
const refusals = new Set([
  'TASK_STATUS_REFUSED',
  'WORKFLOW_MOVE_REFUSED',
  'WORKFLOW_STAGE_UNFINISHED',
  'WORKFLOW_STAGE_CLOSED',
  'WORKFLOW_TASK_REQUIRED',
]);
const acts = fc.array(
  fc.oneof(fc.record({ move: fc.constantFrom(...workflowMoves), at: fc.nat({ max: 2 }) }), {
    weight: 2,
    arbitrary: fc.record({ task: fc.nat(), to: fc.constantFrom(...taskStatuses) }),
  }),
  { minLength: 5, maxLength: 25 },
);

describe('a workflow and its tasks, whatever is done to them', () => {
  let database: Database;
  let services: OpenWorkflows;
  let caseId: string;
  let templateId: string;

  beforeAll(async () => {
    database = await openTestDatabase();
    services = openWorkflows(database);
    caseId = await new Firm(database).case();
    templateId = (await services.templates.create(viewer, templateOf(), noRepeat)).id;
  });
  afterAll(() => database.close());

  const tasksOf = async (workflowId: string): Promise<TaskRow[]> => {
    const query = { workflowId, limit: 100, sort: 'dueOn' as const };
    return (await services.tasks.list(viewer, query)).items;
  };
  /** Does it and answers whether it was refused; anything but an expected refusal fails the test. */
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError) || !refusals.has(error.code)) throw error;
    }
  };
  const check = async (workflow: WorkflowDetail): Promise<void> => {
    const { rows: tasks } = await sql<{
      stage: string;
      status: string;
      required: boolean;
      held: boolean;
    }>`select stage_id as stage, status, required, on_hold as held from tasks
      where workflow_id = ${workflow.id}`.execute(database.db);
    const isOpen = workflow.status === 'running' || workflow.status === 'paused';
    const active = workflow.stages.filter(({ status }) => status === 'active');
    expect(active).toHaveLength(isOpen ? 1 : 0);
    for (const stage of workflow.stages) {
      const own = tasks.filter((task) => task.stage === stage.id);
      const unfinished = own.filter(({ status }) => status !== 'done' && status !== 'cancelled');
      if (stage.status === 'pending') expect(own).toEqual([]);
      if (stage.status === 'skipped') expect(unfinished).toEqual([]);
      if (stage.status === 'active') expect(own.length).toBeGreaterThan(0);
      if (stage.status === 'done')
        expect(own.every((task) => !task.required || task.status === 'done')).toBe(true);
    }
    expect(tasks.every(({ held }) => held === (workflow.status === 'paused'))).toBe(true);
    if (workflow.status === 'cancelled')
      expect(tasks.every(({ status }) => status === 'done' || status === 'cancelled')).toBe(true);

    // The history, played from the start, ends where the workflow stands.
    const { rows: history } = await sql<{ stage: string | null; from: string; to: string }>`
      select stage_id as stage, from_status as from, to_status as to from workflow_transitions
      where workflow_id = ${workflow.id} order by id`.execute(database.db);
    const played = new Map<string | null, string>(
      workflow.stages.map(({ id }) => [id, 'pending'] as const),
    );
    for (const { stage, from, to } of history) {
      expect(from).toBe(played.get(stage) ?? null);
      played.set(stage, to);
    }
    expect(played.get(null)).toBe(workflow.status);
    for (const { id, status } of workflow.stages) expect(played.get(id)).toBe(status);
  };

  it('agree, and the history tells how they came there', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const body = { caseId, templateId, start: true };
        const { id } = await services.workflows.create(viewer, body, noRepeat);
        for (const act of sequence) {
          const now = await services.workflows.get(viewer, id);
          if ('move' in act) {
            const stageId = act.move.endsWith('-stage') ? now.stages[act.at]?.id : undefined;
            const asked = { move: act.move, stageId };
            await attempt(() => services.workflows.move(viewer, id, now.version, asked));
          } else {
            const tasks = await tasksOf(id);
            const task = tasks[act.task % tasks.length];
            if (task === undefined) continue;
            const change = { status: act.to };
            await attempt(() => services.tasks.change(viewer, task.id, task.version, change));
          }
          await check(await services.workflows.get(viewer, id));
        }
        // The case stays below its bound of open workflows.
        await sql`update workflows set status = 'cancelled'
          where id = ${id}`.execute(database.db);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('are refused beyond the bound of one case', async () => {
    const other = await new Firm(database).case();
    const body = { caseId: other, templateId, start: false };
    for (let made = 0; made < 50; made += 1)
      await services.workflows.create(viewer, body, noRepeat);
    await expect(services.workflows.create(viewer, body, noRepeat)).rejects.toMatchObject({
      code: 'WORKFLOW_TOO_MANY',
    });
  }, 60_000);
});
