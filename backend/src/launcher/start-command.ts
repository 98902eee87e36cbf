import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from '../platform/config/config.ts';
import { EXIT_CONFIG, loadConfig } from '../platform/config/load-config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';
import { readArguments } from './arguments.ts';
import { isRestoreUnfinished } from './backup/staged-files.ts';
import { become } from './become.ts';
import type { Command } from './command.ts';
import { claimDataFolder } from './data-folder.ts';
import { launchEnvironment } from './launch-environment.ts';
import { planLine } from './plan-table.ts';
import { portTrouble } from './port-check.ts';
import { Refusal } from './refusal.ts';

const usage = 'start [--production]';
const server = fileURLToPath(new URL('../main.js', import.meta.url));
const parentWatch = new URL('./parent-watch.js', import.meta.url);

/**
 * `lexiflow start`: checks what can be checked, prints the plan in one line and becomes the server, with the
 * flags of the plan on its command line. Same process id, so PID 1 in a container is the server itself.
 */
export const startCommand: Command = {
  usage,
  summary: 'starts the server within its memory plan',
  async run({ args, env, print }) {
    const { values } = readArguments(args, { production: { type: 'boolean' } }, usage);
    const launch = launchEnvironment(env, { isProduction: values.production === true });
    for (const { flag, reason } of launch.refused) {
      process.stderr.write(`lexiflow: warning: ${flag} of NODE_OPTIONS is left out: ${reason}\n`);
    }
    const { LEXIFLOW_PARENT_PID: parent, ...serverEnv } = launch.env;
    const config = loadConfig(serverEnv, false);
    const plan = memoryPlan(config);
    if (plan.problems.length > 0) throw new Refusal(plan.problems.join(' '), EXIT_CONFIG);
    await refuseTakenPorts(config);
    const folderTrouble = claimDataFolder(config.server.dataDir);
    if (folderTrouble !== null) throw new Refusal(folderTrouble);
    if (isRestoreUnfinished(config.server.dataDir))
      throw new Refusal('a restore was interrupted: run lexiflow restore again with the same file');
    if (!existsSync(server)) {
      throw new Refusal('the build is missing: run `npm run build` in the project folder');
    }
    print(`lexiflow: ${planLine(plan)}`);
    // Inherited through somebody else's process it says nothing about who started this one.
    const watch =
      Number(parent) !== process.ppid || process.platform === 'win32'
        ? []
        : ['--import', `${parentWatch.href}?parent=${parent}`];
    return become(process.execPath, [...plan.flags, ...watch, server], {
      ...serverEnv,
      ...plan.env,
    });
  },
};

async function refuseTakenPorts({ server: { port, metricsPort, bindAddress } }: Config) {
  const trouble =
    (await portTrouble(port, bindAddress, 'PORT')) ??
    (await portTrouble(metricsPort, bindAddress, 'METRICS_PORT'));
  if (trouble !== null) throw new Refusal(trouble);
}
