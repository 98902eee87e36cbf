// Attacks a small server in real memory cgroups and prints who survived, what it took and what it
// served. Exit code 1 when a server under the governor died or its health route failed, 69 when no
// cgroup can be made. `--quick` is for a shared machine: four attacks at 256 MB under the governor
// alone, and only a death fails it, since a starved processor fails probes as well.
//
//   npm run test:memory:kill-matrix -- [--limits 256,512] [--attacks a,b] [--controls governor,none]
//                                      [--peer-limits 256] [--seconds N] [--quick] [--json]
import { parseArgs } from 'node:util';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { makeMemoryCgroupOrExit } from '../support/cgroup.ts';
import { attackOf, attacks } from './kill-matrix/attacks/all-attacks.ts';
import type { CellResult } from './kill-matrix/run-cell.ts';
import { runCell } from './kill-matrix/run-cell.ts';

/** Critical work that may fail at most: one in a thousand. */
const HEALTH_AIM = 0.999;
/** The attacks of a quick run: each kills an unguarded server within seconds, each in its own way. */
const nastiest = ['buffer-flood', 'object-flood', 'retry-storm', 'slow-websocket-readers'];

const { values } = parseArgs({
  options: {
    limits: { type: 'string' },
    attacks: { type: 'string' },
    controls: { type: 'string' },
    'peer-limits': { type: 'string' },
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const list = (text: string): string[] => text.split(',').filter((part) => part !== '');
const isQuick = values.quick;
const limits = list(values.limits ?? (isQuick ? '256' : '256,384,512,1024')).map(Number);
const peerLimits = new Set(list(values['peer-limits'] ?? '256').map(Number));
const names = values.attacks
  ? list(values.attacks)
  : isQuick
    ? nastiest
    : attacks.map(({ name }) => name);
const controls = list(values.controls ?? (isQuick ? 'governor' : 'governor,under-pressure,none'));
const seconds = Number(values.seconds ?? (isQuick ? 8 : 12));

makeMemoryCgroupOrExit(`lexiflow-matrix-${process.pid}`, 256 * 2 ** 20)[Symbol.dispose]();

const results: CellResult[] = [];
for (const attack of names.map(attackOf)) {
  for (const limitMb of limits) {
    for (const control of controls) {
      if (control !== 'governor' && !peerLimits.has(limitMb)) continue;
      const result = await runCell({ limitMb, attack: attack.name, control, seconds });
      results.push(result);
      if (!values.json) console.log(line(result));
      if (values.verbose) console.log(result.tally, result.output.slice(0, 2000));
    }
  }
}

report(
  `Kill matrix: ${seconds} s a cell, each server in a memory cgroup of its own`,
  results.map((result) => ({
    attack: result.attack,
    'limit MB': result.limitMb,
    guard: result.control,
    survived: result.deaths === 0 ? 'yes' : 'no',
    deaths: result.deaths,
    handovers: result.handovers,
    'peak working set MB': Math.round(result.peakMb),
    'health %': (100 * result.healthRatio).toFixed(2),
    'health p99 ms': Math.round(result.healthP99Ms),
    'users served/s': result.usersPerSecond.toFixed(0),
    'attack served/s': result.servedPerSecond.toFixed(1),
    'recovery ms': Number.isFinite(result.recoveryMs) ? Math.round(result.recoveryMs) : 'none',
  })),
);
const ours = results.filter(({ control }) => control === 'governor');
const deaths = ours.reduce((sum, each) => sum + each.deaths, 0);
const failing = ours.filter(({ healthRatio }) => healthRatio < HEALTH_AIM);
console.error(
  `governor: ${deaths} deaths in ${ours.length} cells; health below ${100 * HEALTH_AIM} % in ${failing.length}`,
);
process.exit(deaths === 0 && (isQuick || failing.length === 0) ? 0 : 1);

function line(result: CellResult): string {
  const { attack, limitMb, control, deaths: died, tally } = result;
  return [
    `${attack}, ${limitMb} MB, ${control}:`,
    `${died} deaths (${result.oomKills} by the kernel), ${result.handovers} handovers, peak ${result.peakMb.toFixed(0)} MB,`,
    `health ${(100 * result.healthRatio).toFixed(2)} % of ${result.healthProbes} (p99 ${result.healthP99Ms.toFixed(0)} ms),`,
    `users ${result.usersPerSecond.toFixed(0)}/s of ${result.usersAskedPerSecond.toFixed(0)},`,
    `attack served ${result.servedPerSecond.toFixed(1)}/s, refused ${tally.refused}, rejected ${tally.rejected}, failed ${tally.failed};`,
    `recovered in ${result.recoveryMs.toFixed(0)} ms`,
  ].join(' ');
}
