import { workflowMoves } from '@lexiflow/contracts';
import type { TaskStatus, WorkflowMove } from '@lexiflow/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeStage, advance, applySteps, decide, legalMoves } from './workflow-machine.ts';
import type { StageState, Step, WorkflowState } from './workflow-machine.ts';

const stage = (id: string, over: Partial<StageState> = {}): StageState => ({
  id,
  status: 'pending',
  advance: 'automatic',
  tasks: [],
  ...over,
});
const task = (status: TaskStatus, required = true) => ({ status, required });
const moved = (state: WorkflowState, move: WorkflowMove, stageId?: string): WorkflowState => {
  const decision = decide(state, { move, stageId });
  if (!decision.ok) throw new Error(`${move} was refused: ${decision.reason}`);
  return applySteps(state, decision.steps);
};
const shape = ({ status, stages }: WorkflowState): string =>
  [status, ...stages.map((one) => one.status)].join(' ');

describe('the workflow machine', () => {
  const fresh: WorkflowState = { status: 'not-started', stages: [stage('a'), stage('b')] };

  it('opens the first stage at the start and the next one after each', () => {
    const running = moved(fresh, 'start');
    expect(shape(running)).toBe('running active pending');
    const second = moved(running, 'complete-stage', 'a');
    expect(shape(second)).toBe('running done active');
    expect(shape(moved(second, 'complete-stage', 'b'))).toBe('completed done done');
  });

  it('passes over a stage that was skipped before its turn', () => {
    const skipped = moved(moved(fresh, 'start'), 'skip-stage', 'b');
    expect(shape(skipped)).toBe('running active skipped');
    expect(shape(moved(skipped, 'skip-stage', 'a'))).toBe('completed skipped skipped');
  });

  it('refuses to end a stage with an open required task, and says that is why', () => {
    const running: WorkflowState = {
      status: 'running',
      stages: [stage('a', { status: 'active', tasks: [task('done'), task('in-progress')] })],
    };
    expect(decide(running, { move: 'complete-stage', stageId: 'a' })).toEqual({
      ok: false,
      reason: 'unfinished',
    });
    expect(shape(moved(running, 'skip-stage', 'a'))).toBe('completed skipped');
  });

  it.each([
    [
      'an automatic stage with its last required task',
      'automatic',
      [task('done'), task('open', false)],
      'running done active',
    ],
    [
      'an automatic stage of optional tasks with the last of them',
      'automatic',
      [task('done', false), task('cancelled', false)],
      'running done active',
    ],
    [
      'no stage before that',
      'automatic',
      [task('done'), task('blocked')],
      'running active pending',
    ],
    ['no stage without tasks', 'automatic', [], 'running active pending'],
    ['no stage that is ended by hand', 'by-hand', [task('done')], 'running active pending'],
  ] as const)('ends by itself %s', (_, how, tasks, expected) => {
    const state: WorkflowState = {
      status: 'running',
      stages: [stage('a', { status: 'active', advance: how, tasks }), stage('b')],
    };
    expect(shape(applySteps(state, advance(state)))).toBe(expected);
    expect(advance({ ...state, status: 'paused' })).toEqual([]);
  });

  it('catches up at the end of a pause', () => {
    const paused: WorkflowState = {
      status: 'paused',
      stages: [stage('a', { status: 'active', tasks: [task('done')] }), stage('b')],
    };
    expect(shape(moved(paused, 'resume'))).toBe('running done active');
  });

  it('answers no move at all after the end', () => {
    for (const status of ['completed', 'cancelled'] as const)
      expect(legalMoves({ ...fresh, status })).toEqual([]);
  });
});

describe('any sequence of moves and tasks', () => {
  const statuses = fc.constantFrom<TaskStatus>(
    'open',
    'in-progress',
    'blocked',
    'done',
    'cancelled',
  );
  const plans = fc.array(
    fc.record({
      advance: fc.constantFrom('automatic' as const, 'by-hand' as const),
      required: fc.array(fc.boolean(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const acts = fc.array(
    fc.oneof(
      fc.record({ move: fc.constantFrom(...workflowMoves), at: fc.nat({ max: 5 }) }),
      fc.record({ task: fc.nat({ max: 3 }), to: statuses }),
    ),
    { maxLength: 40 },
  );

  const check = (state: WorkflowState): void => {
    const { status, stages } = state;
    const isOpen = status === 'running' || status === 'paused';
    const active = stages.findIndex((one) => one.status === 'active');
    expect(stages.filter((one) => one.status === 'active')).toHaveLength(isOpen ? 1 : 0);
    const ended = (one: StageState): boolean => one.status === 'done' || one.status === 'skipped';
    if (isOpen) expect(stages.slice(0, active).every(ended)).toBe(true);
    if (status === 'not-started')
      expect(stages.every((one) => one.status === 'pending')).toBe(true);
    if (status === 'completed' || status === 'cancelled') expect(stages.every(ended)).toBe(true);
    for (const one of stages)
      if (one.status === 'done')
        expect(one.tasks.every((two) => !two.required || two.status === 'done')).toBe(true);
  };
  const allowed: Record<string, readonly string[]> = {
    workflow: [
      'not-started running',
      'not-started cancelled',
      'running paused',
      'running completed',
      'running cancelled',
      'paused running',
      'paused cancelled',
    ],
    stage: ['pending active', 'pending skipped', 'active done', 'active skipped'],
  };
  const take = (state: WorkflowState, steps: readonly Step[], plan: boolean[][]): WorkflowState => {
    for (const { kind, from, to } of steps) expect(allowed[kind]).toContain(`${from} ${to}`);
    const after = applySteps(state, steps);
    // A stage that begins gets its tasks, as the service makes them.
    const stages = after.stages.map((one, index) =>
      one.status === 'active' && state.stages[index]?.status === 'pending'
        ? { ...one, tasks: (plan[index] ?? []).map((required) => task('open', required)) }
        : one,
    );
    return { ...after, stages };
  };

  it('keeps to the drawing, and every legal move succeeds', () => {
    fc.assert(
      fc.property(plans, acts, (planned, sequence) => {
        const plan = planned.map(({ required }) => required);
        let state: WorkflowState = {
          status: 'not-started',
          stages: planned.map((one, index) => stage(String(index), { advance: one.advance })),
        };
        for (const act of sequence) {
          if ('move' in act) {
            const isOfStage = act.move.endsWith('-stage');
            const asked = { move: act.move, stageId: isOfStage ? String(act.at) : undefined };
            const isLegal = legalMoves(state).some(
              ({ move, stageId }) => move === act.move && (stageId ?? undefined) === asked.stageId,
            );
            const decision = decide(state, asked);
            expect(decision.ok).toBe(isLegal);
            if (decision.ok) state = take(state, decision.steps, plan);
          } else {
            const active = activeStage(state);
            if (active === undefined) continue;
            const tasks = active.tasks.map((one, index) =>
              index === act.task ? { ...one, status: act.to } : one,
            );
            const stages = state.stages.map((one) => (one === active ? { ...one, tasks } : one));
            state = { ...state, stages };
            state = take(state, advance(state), plan);
          }
          check(state);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
