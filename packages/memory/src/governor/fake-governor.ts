import { FakeClock } from '../fake-clock.ts';
import { FakeMachine } from '../probe/fake-machine.ts';
import type { MachineFigures } from '../probe/machine.ts';
import { createGovernor } from './governor.ts';
import type { Governor } from './governor.ts';
import type { GovernorOptions } from './governor-options.ts';

const mib = 1024 * 1024;

/** What {@link fakeGovernor} answers. */
export interface FakeGovernor {
  readonly clock: FakeClock;
  readonly machine: FakeMachine;
  readonly governor: Governor;
}

/**
 * A governor for tests of what it presses: over a machine whose figures the test sets and a clock that it
 * moves, neither started nor sampled. Unless the options say otherwise with a budget of 1000 MiB, 400 MiB of
 * them for accounts, and an old generation of 600 MiB; it collects nothing by itself.
 */
export function fakeGovernor(
  figures: Partial<MachineFigures> = {},
  options: Omit<GovernorOptions, 'clock' | 'machine' | 'gc'> = {},
): FakeGovernor {
  const clock = new FakeClock();
  const machine = new FakeMachine(figures);
  const governor = createGovernor({
    plan: { budgetBytes: 1000 * mib, accountsBytes: 400 * mib },
    cgroup: null,
    oldLimitBytes: 600 * mib,
    automaticGc: false,
    ...options,
    clock,
    machine,
    gc: machine.gc,
  });
  return { clock, machine, governor };
}
