// Blue-green deployment: node deploy/blue-green/main.ts COMMAND. docs/operations/blue-green.md explains it.
import { ComposeDriver } from './compose-driver.ts';
import { deploy, exitStatus } from './deploy-command.ts';
import { lockHolder, takeLock } from './deploy-lock.ts';
import { followJournal } from './follow-journal.ts';
import { Journal } from './journal.ts';
import { ProcessDriver } from './process-driver.ts';
import { Proxy } from './proxy.ts';
import { pause } from './pause.ts';
import { rollback, stopRunningDeployment } from './rollback-command.ts';
import { routeNow } from './route-now.ts';
import type { DeploymentParts } from './run-deployment.ts';
import { SavedDeployment } from './saved-deployment.ts';
import { readSettings } from './settings.ts';
import type { Settings } from './settings.ts';

const usage = `usage: node deploy/blue-green/main.ts COMMAND
  deploy VERSION   start VERSION beside what runs, switch to it, watch it, or go back
  rollback         give the traffic back to the version before, at once
  status           what is active and whether a deployment runs
  follow           print the journal until no deployment runs`;

const EXIT_USAGE = 64;
const EXIT_SETTINGS = 78;

async function main([command = '', version]: readonly string[]): Promise<number> {
  if (!['deploy', 'rollback', 'status', 'follow'].includes(command))
    return refuse(usage, EXIT_USAGE);
  if (command === 'deploy' && !version)
    return refuse('deploy: which version? (make deploy-production VERSION=1.2.3)', EXIT_USAGE);
  let settings: Settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    return refuse((error as Error).message, EXIT_SETTINGS);
  }
  const lockFile = `${settings.folder}/lock`;
  const journalFile = `${settings.folder}/journal.jsonl`;
  const saved = new SavedDeployment(`${settings.folder}/state.json`);
  if (command === 'status') return printStatus(settings, saved, lockFile);
  if (command === 'follow') {
    await followJournal(journalFile, lockFile, console.log);
    return exitStatus.done;
  }
  const hasStoppedOne = command === 'rollback' && (await stopRunningDeployment(lockFile));
  const lock = takeLock(lockFile);
  if (!(Symbol.dispose in lock))
    return refuse(`a deployment runs already, as process ${lock.pid}`, exitStatus.busy);
  try {
    const parts = deploymentParts(settings, saved, journalFile);
    // Awaited here: the lock is held until it has ended.
    return await (command === 'deploy'
      ? deploy(parts, version ?? null)
      : rollback(parts, hasStoppedOne));
  } finally {
    lock[Symbol.dispose]();
  }
}

function deploymentParts(
  settings: Settings,
  saved: SavedDeployment,
  journalFile: string,
): DeploymentParts {
  const driver =
    settings.driver === 'compose' ? new ComposeDriver(settings) : new ProcessDriver(settings);
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.on(name, () => stop.abort(new Error(`stopped by ${name}`)));
  const proxy = new Proxy({
    door: driver.door,
    address: (colour) => driver.address(colour),
    routeNow: () => routeNow(settings.nginxUrl, settings.probeTimeoutMs),
    pause: (ms) => pause(ms, new AbortController().signal),
  });
  const journal = new Journal(journalFile, (line) => console.log(line));
  return { driver, settings, proxy, saved, journal, signal: stop.signal, watches: true };
}

async function printStatus(
  settings: Settings,
  saved: SavedDeployment,
  lockFile: string,
): Promise<number> {
  const { phase, active, reason } = saved.read();
  const runner = lockHolder(lockFile);
  const route = await routeNow(settings.nginxUrl, settings.probeTimeoutMs);
  console.log(`route     ${route ?? 'nginx does not answer'}`);
  console.log(`active    ${active}`);
  console.log(`phase     ${phase}${runner === null ? '' : `, by process ${runner.pid}`}`);
  if (reason !== null) console.log(`reason    ${reason}`);
  if (phase !== 'idle' && runner === null)
    console.log('a run ended in the middle: the next one completes it');
  return exitStatus.done;
}

function refuse(text: string, status: number): number {
  process.stderr.write(`${text}\n`);
  return status;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = exitStatus.stuck;
}
