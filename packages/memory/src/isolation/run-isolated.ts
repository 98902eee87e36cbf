import { deserialize, serialize } from 'node:v8';
import type { AccountSource, PoolName } from '../governor/account.ts';
import { askChild } from './ask-child.ts';
import type { IsolatedAnswer, IsolatedOrder } from './isolated-message.ts';
import { isolationErrors } from './isolation.errors.ts';
import { isolationLimits } from './isolation.limits.ts';

/** What one isolated call is given, and who is charged with it. */
export interface IsolatedOptions {
  /** The governor or a ledger; the call opens its account there. */
  readonly host: AccountSource;
  /** Names the account. */
  readonly name: string;
  /** Default: `job`. */
  readonly pool?: PoolName;
  /** For whom it is done, for fair shares. */
  readonly owner?: string;
  /** Private memory of the process beyond that of an idle Node: heap, buffers and native memory together. */
  readonly limitBytes: number;
  /** Largest serialized answer. Default: `isolationLimits.answerBytes`. */
  readonly answerBytes?: number;
  /** Time from the start of the process to its answer, in milliseconds. Default: `isolationLimits.timeMs`. */
  readonly timeMs?: number;
  /** Longest wait for memory before the process starts, in milliseconds. Default: `isolationLimits.waitMs`. */
  readonly waitMs?: number;
  /** Aborting kills the process; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Calls the default export of `module` with `input` in a process of its own, which can outgrow its
 * memory, hang or crash alone. Input and answer are structured clones. All it may take is charged before
 * it starts, waiting for room, and given back when it is gone.
 *
 * Rejects with `ISOLATION_OPTION_INVALID`, `ISOLATION_MEMORY_REFUSED`, `ISOLATION_OUTGREW`,
 * `ISOLATION_TIMEOUT`, `ISOLATION_ANSWER_TOO_LARGE`, `ISOLATION_FAILED` with what the module threw,
 * the signal's reason, or a `DataCloneError` for an input that cannot be cloned.
 */
export async function runIsolated<Output>(
  module: URL,
  input: unknown,
  options: IsolatedOptions,
): Promise<Output> {
  const { host, name, pool = 'job', owner, signal } = options;
  const bounds = {
    limitBytes: within('limitBytes', options.limitBytes, isolationLimits.leastBytes.value),
    answerBytes: within('answerBytes', options.answerBytes ?? isolationLimits.answerBytes.value, 1),
    timeMs: within('timeMs', options.timeMs ?? isolationLimits.timeMs.value, 1),
    signal,
  };
  const deadlineMs = within('waitMs', options.waitMs ?? isolationLimits.waitMs.value, 0);
  const order = serialize({ module: module.href, input } satisfies IsolatedOrder);
  const childBytes = isolationLimits.processBytes.value + bounds.limitBytes;
  const bytes = childBytes + order.length + bounds.answerBytes;
  using account = host.openAccount(pool, name, {
    ...(owner === undefined ? {} : { owner }),
    nativeShare: childBytes / bytes,
  });
  const outcome = await account.reserve(bytes, { deadlineMs, ...(signal ? { signal } : {}) });
  if (!outcome.ok) {
    throw isolationErrors.memoryRefused(outcome.refusal.detail, { cause: outcome.refusal });
  }
  try {
    return valueOf(await askChild(order, bounds), bounds.limitBytes) as Output;
  } finally {
    account.shrink(bytes);
  }
}

function valueOf(bytes: Buffer, limitBytes: number): unknown {
  const answer = deserialize(bytes) as IsolatedAnswer;
  if ('value' in answer) return answer.value;
  const { name, message, code } = answer.error;
  // A buffer that found no room is a RangeError there, not the end of the process.
  if (/allocation failed/i.test(message)) {
    throw isolationErrors.outgrew(`It was given ${limitBytes} bytes: ${message}`);
  }
  throw isolationErrors.failed(`${name}: ${message}`, {
    cause: Object.assign(new Error(message), { name, ...(code === '' ? {} : { code }) }),
  });
}

function within(option: string, value: number, least: number): number {
  const most = isolationLimits.mostBytes.value;
  if (value >= least && value <= most) return Math.ceil(value);
  throw isolationErrors.invalidOption(`${option} is ${value}, not ${least} to ${most}.`);
}
