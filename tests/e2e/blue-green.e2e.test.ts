import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeStand } from '../blue-green/deployment-stand.ts';
import type { DeploymentStand, StandOptions } from '../blue-green/deployment-stand.ts';
import { faults } from '../blue-green/faults.ts';
import { startSteadyLoad } from '../blue-green/run-steady-load.ts';
import { startMonitor } from '../support/memory-monitor.ts';
import { hasTool } from '../support/tool.ts';

const nginxIsHere = hasTool('nginx');
const TIMEOUT_MS = 300_000;

/** A stand on which `good` runs as blue. */
async function standWithBlue(settings: StandOptions['settings'] = {}): Promise<DeploymentStand> {
  const stand = await makeStand({ settings });
  const first = await stand.run('deploy', 'good');
  if (first.status === 0) return stand;
  await stand[Symbol.asyncDispose]();
  throw new Error(first.output);
}

describe.runIf(nginxIsHere)('a deployment under load', { timeout: TIMEOUT_MS }, () => {
  it.each(faults)('rolls back by itself on $trigger, and no read fails', async (fault) => {
    await using stand = await standWithBlue(fault.settings);
    const load = startSteadyLoad(stand.nginx.port, '/api/anything');
    const run = await stand.run('deploy', fault.version);
    const { answered, failed, failures } = await load.end();

    expect({ status: run.status, output: run.output }).toMatchObject({ status: 1 });
    const triggers = stand.journal().filter(({ event }) => event === 'trigger');
    expect(triggers.map((entry) => entry['name'])).toEqual([fault.trigger]);
    expect(await stand.route()).toBe('blue');
    expect(await answeredBy(stand)).toBe('good');
    expect({ failed, failures }).toEqual({ failed: 0, failures: [] });
    expect(answered).toBeGreaterThan(0);
  });
});

describe.runIf(nginxIsHere)('a deployment with a memory monitor', { timeout: TIMEOUT_MS }, () => {
  it('rolls back on its word about what it saw since the switch', async () => {
    // No threshold of the program's own can hold.
    await using stand = await standWithBlue();
    await using monitor = await startMonitor({
      MONITOR_HEALTH: `api-blue=http://127.0.0.1:${stand.ports.blue}/health api-green=http://127.0.0.1:${stand.ports.green}/health`,
      MONITOR_HEALTH_SECONDS: '0.1',
      MONITOR_SAMPLE_SECONDS: '0.1',
    });
    const held = async (target: string): Promise<boolean> => {
      const answer = await fetch(`${monitor.url}/api/rollback?target=${target}`);
      return ((await answer.json()) as { rollback: boolean }).rollback;
    };
    await expect.poll(() => held('api-green'), { timeout: 60_000 }).toBe(true);
    expect(await held('api-blue')).toBe(false);

    stand.set('MONITOR_URL', monitor.url);
    const good = await stand.run('deploy', 'good');
    expect({ status: good.status, output: good.output }).toMatchObject({ status: 0 });
    expect(good.output).not.toContain('monitor-away');

    // Far longer than the monitor takes: only its word can end the watch.
    stand.set('WATCH_MS', '200000');
    const load = startSteadyLoad(stand.nginx.port, '/api/anything');
    expect((await stand.run('deploy', 'unhealthy')).status).toBe(1);
    expect((await load.end()).failed).toBe(0);
    const triggers = stand.journal().filter(({ event }) => event === 'trigger');
    expect(triggers.map((entry) => entry['name'])).toEqual(['health']);
    expect(await stand.route()).toBe('green');
  });
});

describe.runIf(nginxIsHere)('a deployment', { timeout: TIMEOUT_MS }, () => {
  let stand: DeploymentStand;
  beforeEach(async () => {
    stand = await standWithBlue();
  }, TIMEOUT_MS);
  afterEach(() => stand?.[Symbol.asyncDispose]());

  it('never shifts traffic to a version that is not ready or fails the smoke test', async () => {
    const smoky = await stand.run('deploy', 'smoky');
    expect({ status: smoky.status, output: smoky.output }).toMatchObject({ status: 1 });
    expect(smoky.output).toContain('/smoke: status 500');
    expect(stand.journal().map(({ event }) => event)).not.toContain('shifting');
    expect(await stand.route()).toBe('blue');
  });

  it('is refused while another one runs', async () => {
    const first = stand.start('deploy', 'broken');
    await stand.reached('starting', first);
    const second = await stand.run('deploy', 'good');
    expect(second.status).toBe(75);
    expect(second.output).toContain(`as process ${first.pid}`);
    // The emergency ends the one that waits, and leaves blue alone.
    const emergency = await stand.run('rollback');
    expect({ status: emergency.status, output: emergency.output }).toMatchObject({ status: 0 });
    expect((await first.ended).status).toBe(1);
    expect(await stand.route()).toBe('blue');
  });

  it('that is killed leaves the traffic on a working colour, and the next run takes it up', async () => {
    const load = startSteadyLoad(stand.nginx.port, '/api/anything');
    const killed = stand.start('deploy', 'good');
    await stand.reached('watching', killed);
    process.kill(killed.pid, 'SIGKILL');
    await killed.ended;
    expect(await stand.route()).toBe('green-on-trial');
    expect((await stand.run('status')).output).toContain('the next one completes it');

    const next = await stand.run('deploy', 'good');
    expect({ status: next.status, output: next.output }).toMatchObject({ status: 0 });
    const events = stand.journal().map(({ event }) => event);
    expect(events.slice(events.indexOf('recovering'), -1)).toEqual(
      'recovering returning discarding deploy starting smoking smoked shifting watching settling draining'.split(
        ' ',
      ),
    );
    expect(await stand.route()).toBe('green');
    const { failed, failures } = await load.end();
    expect({ failed, failures }).toEqual({ failed: 0, failures: [] });
  });

  it('is taken back by an emergency rollback to the version before', async () => {
    await stand.run('deploy', 'good-2');
    expect(await answeredBy(stand)).toBe('good-2');
    const emergency = await stand.run('rollback');
    expect({ status: emergency.status, output: emergency.output }).toMatchObject({ status: 0 });
    expect(await stand.route()).toBe('blue');
    expect(await answeredBy(stand)).toBe('good');
    expect((await stand.run('follow')).output).toContain('deployed');
  });
});

async function answeredBy(stand: DeploymentStand): Promise<string | null> {
  const answer = await fetch(`${stand.nginx.url}/api/anything`);
  await answer.body?.cancel();
  return answer.headers.get('x-version');
}
