import { readConfig } from '../platform/config/read-config.ts';
import { projectFolder } from '../platform/config/load-config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { checkDatabase } from './doctor/check-database.ts';
import { checkDataFolder, checkPorts } from './doctor/check-machine.ts';
import { checkRedis } from './doctor/check-redis.ts';
import { checkNodeOptions, checkNodeVersion } from './doctor/check-runtime.ts';
import { ok, problem, warning } from './doctor/finding.ts';
import type { Finding } from './doctor/finding.ts';
import type { Environment } from '../platform/config/read-config.ts';
import { launchEnvironment } from './launch-environment.ts';
import { planLine } from './plan-table.ts';

const usage = "doctor [--production] [--node-options='FLAGS']";

/** `lexiflow doctor`: one line for each thing a start depends on, and what to do; status 1 with a problem. */
export const doctorCommand: Command = {
  usage,
  summary: 'checks what a start depends on and says what to do',
  async run({ args, env, print }) {
    const options = {
      production: { type: 'boolean' },
      'node-options': { type: 'string' },
    } as const;
    const { values } = readArguments(args, options, usage);
    const text =
      values['node-options'] ?? [env['NODE_OPTIONS'], env['LEXIFLOW_NODE_OPTIONS']].join(' ');
    const launch = launchEnvironment(env, { isProduction: values.production === true });
    const findings = [
      checkNodeVersion(process.version),
      ...checkNodeOptions(text),
      ...(await checkInstallation(launch.env)),
    ];
    for (const line of findings.flatMap(linesOf)) print(line);
    const problems = findings.filter(({ state }) => state === 'problem').length;
    print(
      problems === 0
        ? 'no problem found'
        : `${problems} of ${findings.length} checks found a problem`,
    );
    return problems === 0 ? 0 : 1;
  },
};

async function checkInstallation(env: Environment): Promise<Finding[]> {
  const reading = readConfig(env, projectFolder);
  const warnings = reading.warnings.map((text) =>
    warning('configuration', text, 'correct the name'),
  );
  if (!reading.ok) {
    const advice = 'see docs/configuration.md; the checks below it need a valid configuration';
    return [
      ...warnings,
      ...reading.problems.map(({ message }) => problem('configuration', message, advice)),
    ];
  }
  const { config } = reading;
  const plan = memoryPlan(config);
  const memory =
    plan.problems.length === 0
      ? [ok('memory', planLine(plan))]
      : plan.problems.map((text) => problem('memory', text, 'run lexiflow plan for the whole sum'));
  const [ports, database, redis] = await Promise.all([
    checkPorts(config),
    checkDatabase(config),
    checkRedis(config),
  ]);
  const configuration = ok('configuration', 'every variable is accepted');
  return [
    ...warnings,
    configuration,
    ...memory,
    checkDataFolder(config),
    ...ports,
    ...database,
    redis,
  ];
}

function linesOf({ subject, state, detail, advice }: Finding): string[] {
  const line = `${state.padEnd(8)} ${subject.padEnd(20)} ${detail}`;
  return advice === undefined ? [line] : [line, `${' '.repeat(30)}${advice}`];
}
