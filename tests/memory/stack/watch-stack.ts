import type { RunningMonitor } from '../../support/memory-monitor.ts';
import { serviceNames, type ServiceName } from './budget.ts';
import type { Cgroups } from './start-stack.ts';

const EVERY_MS = 100;

/** Working set of one service over the time of the watch, in bytes. */
export interface Watched {
  looks: number;
  sumBytes: number;
  mostBytes: number;
}

/** A watch over all services; ends when it is disposed of. */
export interface StackWatch extends Disposable {
  readonly services: Readonly<Record<ServiceName, Watched>>;
}

/** Looks at the working set of every cgroup ten times a second. */
export function watchStack(cgroups: Cgroups): StackWatch {
  const services = Object.fromEntries(
    serviceNames.map((name) => [name, { looks: 0, sumBytes: 0, mostBytes: 0 }]),
  ) as Record<ServiceName, Watched>;
  const timer = setInterval(() => {
    for (const name of serviceNames) {
      const bytes = cgroups[name].workingSetBytes();
      const watched = services[name];
      watched.looks++;
      watched.sumBytes += bytes;
      watched.mostBytes = Math.max(watched.mostBytes, bytes);
    }
  }, EVERY_MS);
  return { services, [Symbol.dispose]: () => clearInterval(timer) };
}

interface MonitorTarget {
  readonly name: string;
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
}

/** What the monitor says of each service now: used bytes and limit. */
export async function askMonitor({ url }: RunningMonitor): Promise<readonly MonitorTarget[]> {
  const answer = await fetch(`${url}/api/targets`);
  return (await answer.json()) as MonitorTarget[];
}

/** The rollback triggers that the monitor says hold, as `service trigger`. */
export async function heldTriggers({ url }: RunningMonitor): Promise<string[]> {
  const held: string[] = [];
  for (const name of serviceNames) {
    const answer = await fetch(`${url}/api/rollback?target=${name}`);
    const { triggers } = (await answer.json()) as { triggers: { name: string; holds: boolean }[] };
    held.push(...triggers.filter(({ holds }) => holds).map((trigger) => `${name} ${trigger.name}`));
  }
  return held;
}
