import { deserialize, serialize } from 'node:v8';
import type { AccountSource, PoolName } from '../governor/account.ts';
import { askChild } from './ask-child.ts';
import type { IsolatedAnswer, IsolatedFailure, IsolatedOrder } from './isolated-message.ts';
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
 * it starts, waiting for room, and given back when it is gone; the value that is answered is the caller's.
 *
 * Rejects with `ISOLATION_OPTION_INVALID`, `ISOLATION_MEMORY_REFUSED`, `ISOLATION_OUTGREW`,
 * `ISOLATION_TIMEOUT`, `ISOLATION_ANSWER_TOO_LARGE`, `ISOLATION_UNAVAILABLE`, `ISOLATION_FAILED`
 * (with what the module threw as its cause), the signal's reason, or a `DataCloneError` for an input that cannot be cloned.
 */
export async function runIsolated<Output>(
  module: URL,
  input: unknown,
  options: IsolatedOptions,
): Promise<Output> {
  const { host, name, pool = 'job', owner, signal } = options;
  const { leastBytes, mostBytes, mostMs, ...defaults } = isolationLimits;
  const bounds = {
    limitBytes: within('limitBytes', options.limitBytes, [leastBytes.value, mostBytes.value]),
    answerBytes: within('answerBytes', options.answerBytes ?? defaults.answerBytes.value, [
      1,
      mostBytes.value,
    ]),
    timeMs: within('timeMs', options.timeMs ?? defaults.timeMs.value, [1, mostMs.value]),
    signal,
  };
  const deadlineMs = within('waitMs', options.waitMs ?? defaults.waitMs.value, [0, mostMs.value]);
  const childBytes = defaults.processBytes.value + bounds.limitBytes;
  const bytes = childBytes + 2 * bounds.answerBytes;
  using account = host.openAccount(pool, name, {
    ...(owner === undefined ? {} : { owner }),
    nativeShare: childBytes / bytes,
  });
  const hold = async (more: number): Promise<void> => {
    const outcome = await account.reserve(more, { deadlineMs, ...(signal ? { signal } : {}) });
    if (outcome.ok) return;
    throw isolationErrors.memoryRefused(outcome.refusal.detail, { cause: outcome.refusal });
  };
  try {
    await hold(bytes);
    // Made when it is its turn: those that wait hold no second copy of their input.
    const endMs = bounds.timeMs + defaults.orphanMs.value;
    const order = serialize({ module: module.href, input, endMs } satisfies IsolatedOrder);
    await hold(order.length);
    return valueOf(await askChild(order, bounds), bounds.limitBytes) as Output;
  } finally {
    account.shrink(account.usedBytes);
  }
}

function valueOf(bytes: Buffer, limitBytes: number): unknown {
  const answer = readAnswer(bytes);
  if ('value' in answer) return answer.value;
  const { name, message, code } = answer.error;
  // A buffer that found no room is an error there, not the end of the process.
  if (name === 'RangeError' && noRoom.test(message)) {
    throw isolationErrors.outgrew(`It was given ${limitBytes} bytes: ${message}.`);
  }
  throw isolationErrors.failed(`${name}: ${message}`, {
    cause: Object.assign(new Error(message), { name, ...(code === '' ? {} : { code }) }),
  });
}

/** What V8 says of array buffers and of WebAssembly's memory. */
const noRoom = /array buffer allocation failed|could not allocate memory/i;

/** The module has the descriptor too, and may have ended the process or written to it. */
function readAnswer(bytes: Buffer): IsolatedAnswer {
  try {
    const answer = deserialize(bytes) as Partial<{ value: unknown; error: IsolatedFailure }>;
    if ('value' in answer) return { value: answer.value };
    return { error: { ...answer.error! } };
  } catch (error) {
    throw isolationErrors.failed('It answered nothing that can be read.', { cause: error });
  }
}

function within(option: string, value: number, [least, most]: readonly [number, number]): number {
  if (value >= least && value <= most) return Math.ceil(value);
  throw isolationErrors.invalidOption(`${option} is ${value}, not ${least} to ${most}.`);
}
