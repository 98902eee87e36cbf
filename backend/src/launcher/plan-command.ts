import { loadConfig } from '../platform/config/load-config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { launchEnvironment } from './launch-environment.ts';
import { planTable } from './plan-table.ts';

const usage = 'plan [--production] [--json]';

/** `lexiflow plan`: the memory plan of a start in this environment; status 78 when it cannot fit. */
export const planCommand: Command = {
  usage,
  summary: 'prints the memory plan and the reason for each of its parts',
  async run({ args, env, print }) {
    const options = { production: { type: 'boolean' }, json: { type: 'boolean' } } as const;
    const { values } = readArguments(args, options, usage);
    const launch = launchEnvironment(env, { isProduction: values.production === true });
    const plan = memoryPlan(loadConfig(launch.env));
    if (values.json === true) print(JSON.stringify(plan, null, 2));
    else for (const line of planTable(plan)) print(line);
    return plan.problems.length === 0 ? 0 : 78;
  },
};
