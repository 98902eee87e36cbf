/**
 * Cost of the governor's operations.
 *
 *   node packages/memory/bench/governor.bench.ts
 *
 * Every case runs once per round, all cases interleaved; the table gives the median of the rounds
 * and their spread. Ratios between lines mean something, single figures only on the machine named.
 */
import { median, report } from './machine-line.ts';
import { ground, ladder, ladderRules } from '../src/governor/ladder.ts';
import { createGovernor } from '../src/governor/governor.ts';
import { Ledger } from '../src/governor/ledger.ts';
import { readCgroup } from '../src/budget/read-cgroup.ts';
import { FileCgroupGauge } from '../src/probe/cgroup-gauge.ts';
import { ProcessMachine, emptyFigures } from '../src/probe/machine.ts';
import { Slope } from '../src/probe/slope.ts';

const rounds = 9;
const gib = 1024 ** 3;

interface Case {
  readonly name: string;
  readonly times: number;
  readonly run: (times: number) => void;
}

let sink = 0;

const ledger = new Ledger({ limitBytes: 4 * gib });
const longLived = ledger.openAccount('cache', 'long-lived');
longLived.grow(1024 * 1024);
const governor = createGovernor({ plan: { budgetBytes: 8 * gib, accountsBytes: 4 * gib } }).start();
const crowded = new Ledger({ limitBytes: 4 * gib });
for (let i = 0; i < 10_000; i++) crowded.openAccount('realtime', `room-${i % 100}`).grow(8_000);
const cgroup = readCgroup();
const machine = new ProcessMachine(cgroup ? new FileCgroupGauge(cgroup) : undefined);
const figures = emptyFigures();
const rules = ladderRules();
const slope = new Slope();
let slopeMs = 0;

class Bare {
  usedBytes = 0;
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const cases: Case[] = [
  {
    name: 'an object with a name and a number (for comparison)',
    times: 5_000_000,
    run(times) {
      for (let i = 0; i < times; i++) {
        const bare = new Bare('GET /');
        bare.usedBytes += i;
        sink += bare.usedBytes;
      }
    },
  },
  {
    name: 'open + 2 grow + 2 shrink + close',
    times: 2_000_000,
    run(times) {
      for (let i = 0; i < times; i++) {
        const account = ledger.openAccount('request', 'GET /');
        account.grow(1_000);
        account.grow(2_000);
        account.shrink(2_000);
        account.shrink(1_000);
        account.close();
      }
    },
  },
  {
    name: 'grow + shrink on an open account',
    times: 10_000_000,
    run(times) {
      for (let i = 0; i < times; i++) {
        longLived.grow(100);
        longLived.shrink(100);
      }
    },
  },
  {
    name: 'grow + shrink across blocks (1 MB)',
    times: 2_000_000,
    run(times) {
      for (let i = 0; i < times; i++) {
        longLived.grow(1_048_576);
        longLived.shrink(1_048_576);
      }
    },
  },
  {
    name: 'admit + close, with a user',
    times: 1_000_000,
    run(times) {
      for (let i = 0; i < times; i++) {
        const answer = governor.admit({
          route: 'GET /api/cases/:id',
          priority: 'interactive',
          userId: 'anna',
        });
        if (answer.ok) answer.account.close();
      }
    },
  },
  {
    name: 'ladder step',
    times: 2_000_000,
    run(times) {
      let state = ground;
      for (let i = 0; i < times; i++) {
        state = ladder(state, { usedRatio: (i % 100) / 100, timeToLimitMs: Infinity }, rules);
      }
      sink += state.cleanSamples;
    },
  },
  {
    name: 'slope, per sample',
    times: 500_000,
    run(times) {
      for (let i = 0; i < times; i++) slope.add((slopeMs += 100), i * 1_000);
      sink += slope.bytesPerSecond;
    },
  },
  {
    name: 'machine figures (heap, process, cgroup files)',
    times: 2_000,
    run(times) {
      for (let i = 0; i < times; i++) machine.measure(figures);
    },
  },
  {
    name: 'one whole sample with ladder and actions (10 a second)',
    times: 2_000,
    run(times) {
      for (let i = 0; i < times; i++) governor.sample();
    },
  },
  {
    name: 'governor snapshot for the API',
    times: 200,
    run(times) {
      for (let i = 0; i < times; i++) sink += governor.snapshot().pools.length;
    },
  },
  {
    name: 'largest groups of 10,000 open accounts',
    times: 50,
    run(times) {
      for (let i = 0; i < times; i++) sink += crowded.largestAccounts(50).length;
    },
  },
];

const results = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
for (const { run, times } of cases) run(Math.ceil(times / 4));
for (let round = 0; round < rounds; round++) {
  for (const { name, times, run } of cases) {
    const startNs = process.hrtime.bigint();
    run(times);
    results.get(name)?.push(Number(process.hrtime.bigint() - startNs) / times);
  }
}
governor[Symbol.dispose]();
machine.close();

report(
  `Cost of the governor's operations, ${rounds} rounds (node packages/memory/bench/governor.bench.ts)`,
  [...results].map(([operation, values]) => ({
    operation,
    'median ns': show(median(values)),
    'least ns': show(Math.min(...values)),
    'most ns': show(Math.max(...values)),
  })),
);
if (Number.isNaN(sink)) console.log(sink);

function show(ns: number): string {
  return ns.toFixed(ns < 100 ? 1 : 0);
}
