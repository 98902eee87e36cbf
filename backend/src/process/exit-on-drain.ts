import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CancelTimer, Clock, Governor } from '@lexiflow/memory';
import { channels, pressureLevels } from '@lexiflow/memory';
import type { Logger } from 'pino';
import { processLimits } from './process.limits.ts';

/**
 * Exit status of a process that ended itself so that a fresh one takes over (EX_TEMPFAIL): not 0, so that
 * a supervisor that restarts on failure only does so too.
 */
export const EXIT_DRAINED = 75;

const critical = pressureLevels.indexOf('critical');

/** What the decision is made of. */
export interface DrainExitParts {
  readonly governor: Pick<Governor, 'onLevel'>;
  readonly logger: Pick<Logger, 'warn'>;
  readonly clock: Clock;
  readonly uptimeMs: () => number;
  /** Called at most once. */
  readonly exit: () => void;
}

/**
 * Calls `exit` when the governor asks for a fresh process: at once, or, in a process younger than
 * `drainExitAfterMs`, at that age if the level has not fallen below critical until then.
 */
export function exitOnDrain({ governor, logger, clock, uptimeMs, exit }: DrainExitParts): void {
  let cancel: CancelTimer | null = null;
  const forget = (): void => {
    cancel?.();
    cancel = null;
  };
  const leave = (): void => {
    unsubscribe(channels.drain.name, onDrain);
    endLevels();
    forget();
    exit();
  };
  const onDrain = (): void => {
    const waitMs = processLimits.drainExitAfterMs - uptimeMs();
    if (waitMs <= 0) return leave();
    const inSeconds = Math.ceil(waitMs / 1000);
    logger.warn({ inSeconds }, 'Too young to end itself for memory: it will if the pressure lasts');
    cancel ??= clock.after(waitMs, leave);
  };
  const endLevels = governor.onLevel((level) => {
    if (pressureLevels.indexOf(level) < critical) forget();
  });
  subscribe(channels.drain.name, onDrain);
}
