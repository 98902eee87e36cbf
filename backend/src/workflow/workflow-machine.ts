import type {
  LegalMove,
  StageAdvance,
  StageStatus,
  TaskStatus,
  WorkflowMove,
  WorkflowStatus,
} from '@lexiflow/contracts';

/**
 * The states of a workflow and of its stages. Pure: it decides, the service writes.
 *
 *     not-started ──start──► running ◄──resume/pause──► paused
 *          │                  │    └─ last stage ended ─► completed
 *          └────── cancel ────┴──────── cancel ─────────► cancelled
 *
 *     pending ──► active ──► done          One stage is active while the workflow is running or
 *        └───────────┴─────► skipped       paused, and none otherwise; the stages before it have ended.
 */

/** What the machine knows of a task. */
export interface TaskState {
  readonly status: TaskStatus;
  readonly required: boolean;
}

/** A stage with its tasks; one that is pending has none. */
export interface StageState {
  readonly id: string;
  readonly status: StageStatus;
  readonly advance: StageAdvance;
  readonly tasks: readonly TaskState[];
}

/** A workflow with its stages in their order. */
export interface WorkflowState {
  readonly status: WorkflowStatus;
  readonly stages: readonly StageState[];
}

/** A move somebody asks for; `stageId` with the two that are about a stage. */
export interface AskedMove {
  readonly move: WorkflowMove;
  readonly stageId?: string | undefined;
}

/** One transition that follows from a move. */
export type Step =
  | { readonly kind: 'workflow'; readonly from: WorkflowStatus; readonly to: WorkflowStatus }
  | {
      readonly kind: 'stage';
      readonly stageId: string;
      readonly from: StageStatus;
      readonly to: StageStatus;
    };

/** The transitions of a move, or why there are none. */
export type Decision =
  | { readonly ok: true; readonly steps: readonly Step[] }
  | { readonly ok: false; readonly reason: 'illegal' | 'unfinished' };

/** Every move that is legal now. */
export function legalMoves(state: WorkflowState): LegalMove[] {
  switch (state.status) {
    case 'not-started':
      return [plain('start'), plain('cancel')];
    case 'running':
      return [plain('pause'), plain('cancel'), ...state.stages.flatMap(movesOfStage)];
    case 'paused':
      return [plain('resume'), plain('cancel')];
    default:
      return [];
  }
}

/**
 * The transitions that a move causes, in their order. `unfinished` refuses to end the active stage
 * while a required task is not done; everything else outside `legalMoves` is `illegal`.
 */
export function decide(state: WorkflowState, asked: AskedMove): Decision {
  const { move, stageId } = asked;
  const isLegal = legalMoves(state).some(
    (legal) => legal.move === move && legal.stageId === (stageId ?? null),
  );
  if (!isLegal) {
    const isActive = state.status === 'running' && activeStage(state)?.id === stageId;
    return { ok: false, reason: isActive && move === 'complete-stage' ? 'unfinished' : 'illegal' };
  }
  return { ok: true, steps: stepsOf(state, move, stageId) };
}

/** The transitions that follow by themselves when a task has moved; mostly none. */
export function advance(state: WorkflowState): readonly Step[] {
  const active = activeStage(state);
  if (state.status !== 'running' || active?.advance !== 'automatic') return [];
  return isFinishedByItself(active) ? endActive(state, active, 'done') : [];
}

/** The state after the transitions. */
export function applySteps(state: WorkflowState, steps: readonly Step[]): WorkflowState {
  return steps.reduce<WorkflowState>(
    (before, step) =>
      step.kind === 'workflow'
        ? { ...before, status: step.to }
        : {
            ...before,
            stages: before.stages.map((stage) =>
              stage.id === step.stageId ? { ...stage, status: step.to } : stage,
            ),
          },
    state,
  );
}

/** The stage that is worked on. */
export function activeStage(state: WorkflowState): StageState | undefined {
  return state.stages.find(({ status }) => status === 'active');
}

function plain(move: WorkflowMove): LegalMove {
  return { move, stageId: null };
}

function movesOfStage(stage: StageState): LegalMove[] {
  const { id: stageId, status } = stage;
  if (status !== 'active' && status !== 'pending') return [];
  const skip: LegalMove = { move: 'skip-stage', stageId };
  return status === 'active' && isReady(stage)
    ? [{ move: 'complete-stage', stageId }, skip]
    : [skip];
}

function isReady({ tasks }: StageState): boolean {
  return tasks.every(({ required, status }) => !required || status === 'done');
}

/** Without a required task a stage ends with its last task; without any task somebody has to end it. */
function isFinishedByItself(stage: StageState): boolean {
  const { tasks } = stage;
  if (tasks.some(({ required }) => required)) return isReady(stage);
  return (
    tasks.length > 0 && tasks.every(({ status }) => status === 'done' || status === 'cancelled')
  );
}

function stepsOf(state: WorkflowState, move: WorkflowMove, stageId?: string): readonly Step[] {
  const become = (to: WorkflowStatus): Step => ({ kind: 'workflow', from: state.status, to });
  const stage = state.stages.find(({ id }) => id === stageId);
  switch (move) {
    case 'start':
      return followed(state, [become('running')], openNext);
    case 'pause':
      return [become('paused')];
    case 'resume':
      return followed(state, [become('running')], advance);
    case 'cancel':
      return [...state.stages.flatMap(skipped), become('cancelled')];
    case 'complete-stage':
      return stage ? endActive(state, stage, 'done') : [];
    case 'skip-stage':
      if (stage?.status === 'active') return endActive(state, stage, 'skipped');
      return stage ? skipped(stage) : [];
  }
}

function endActive(
  state: WorkflowState,
  stage: StageState,
  to: 'done' | 'skipped',
): readonly Step[] {
  const ended: Step = { kind: 'stage', stageId: stage.id, from: stage.status, to };
  return followed(state, [ended], openNext);
}

/** The next stage begins; after the last one the workflow is completed. */
function openNext(state: WorkflowState): readonly Step[] {
  const next = state.stages.find(({ status }) => status === 'pending');
  if (!next) return [{ kind: 'workflow', from: state.status, to: 'completed' }];
  return [{ kind: 'stage', stageId: next.id, from: 'pending', to: 'active' }];
}

function followed(
  state: WorkflowState,
  steps: readonly Step[],
  by: (after: WorkflowState) => readonly Step[],
): readonly Step[] {
  return [...steps, ...by(applySteps(state, steps))];
}

function skipped({ id, status }: StageState): Step[] {
  if (status !== 'active' && status !== 'pending') return [];
  return [{ kind: 'stage', stageId: id, from: status, to: 'skipped' }];
}
