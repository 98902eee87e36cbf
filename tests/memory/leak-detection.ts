// Runs the corpus of leaking and harmless programs, each in a process of its own with a leak detective
// beside it, and holds the findings against what each program declares. Exit code 1 below the aims.
//
//   npm run test:memory:leak-detection -- [--quick] [--holdout] [--truth] [--minutes N] [--repeat N]
//                                         [--parallel N] [--only NAME,NAME] [--json] [--details FILE]
//
// --minutes is the time of each program on this machine's clock; the detective's runs a hundred times as
// fast. Fewer at a time are measured better: work on the machine slows the load but not the clock, so that
// what fills up slowly looks like a leak. --details writes every finding with its evidence. --truth
// measures without a detective, by forced collections, whether each program leaks as declared.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { failedRun, judgeRun, type Judgement } from './corpus/judge-run.ts';
import { loadPrograms, type NamedProgram } from './corpus/load-programs.ts';
import { measureOverhead, overheadPrograms } from './corpus/overhead.ts';
import { lineOf, printMisses, printOverhead, printScore } from './corpus/print-score.ts';
import { runAll } from './corpus/run-all.ts';
import { runChild } from './corpus/run-child.ts';
import { scoreOf } from './corpus/score.ts';
import { isTrue, truthLine, truthOf } from './corpus/truth.ts';

const FACTOR = 100;
const RUN_MINUTES = 0.6;
const QUICK_MINUTES = 0.3;
const TRUTH_MINUTES = 0.6;
/** Clear cases, for a machine with other work. */
const quickChoice = [
  ...['tariff-quotes', 'visit-journal', 'sign-in-desk', 'webhook-sender'],
  ...['postcode-table', 'document-parser', 'law-library'],
];

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    holdout: { type: 'boolean', default: false },
    truth: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '2' },
    only: { type: 'string' },
    // Read by `report`.
    json: { type: 'boolean', default: false },
    details: { type: 'string' },
  },
});
const usualMinutes = values.truth ? TRUTH_MINUTES : values.quick ? QUICK_MINUTES : RUN_MINUTES;
const seconds = 60 * Number(values.minutes ?? usualMinutes);
const parallel = Number(values.parallel);

function isChosen({ name }: NamedProgram): boolean {
  if (values.only !== undefined) return values.only.split(',').includes(name);
  return !values.quick || quickChoice.includes(name);
}

async function judge(named: NamedProgram): Promise<Judgement> {
  let judgement: Judgement;
  try {
    const order = { file: named.file, mode: 'detect', seconds, factor: FACTOR } as const;
    judgement = judgeRun(named, await runChild(order));
  } catch (error) {
    judgement = failedRun(named, error);
  }
  console.log(lineOf(judgement));
  return judgement;
}

async function checkTruth(programs: readonly NamedProgram[]): Promise<boolean> {
  const results = await runAll(programs, parallel, async ({ name, file, program }) => {
    try {
      const { floors } = await runChild({ file, mode: 'truth', seconds, factor: FACTOR });
      const truth = truthOf(floors, seconds, FACTOR);
      console.log(truthLine(name, program.verdict, truth));
      return isTrue(program.verdict, truth);
    } catch (error) {
      console.log(`FAILED      ${name} ${String(error)}`);
      return false;
    }
  });
  return results.every((isRight) => isRight);
}

async function detect(programs: readonly NamedProgram[]): Promise<boolean> {
  const runs = Array.from({ length: Number(values.repeat) }, () => programs).flat();
  const judgements = await runAll(runs, parallel, judge);
  const isWhole = values.only === undefined && !values.quick && !values.holdout;
  const measured = isWhole ? programs.filter(({ name }) => overheadPrograms.includes(name)) : [];
  const overhead = await runAll(measured, 1, (named) => measureOverhead(named, seconds, FACTOR));
  const score = scoreOf(judgements);
  const set = values.holdout ? 'hold-out' : 'corpus';
  printScore(
    `Leak detection, ${set}: ${score.leakRuns} leaking and ${score.benignRuns} benign runs of ${seconds} s at ${FACTOR} times the pace`,
    score,
  );
  printMisses(judgements);
  if (overhead.length > 0) printOverhead(overhead);
  if (values.details !== undefined) {
    const all = { factor: FACTOR, seconds, score, overhead, judgements };
    writeFileSync(values.details, `${JSON.stringify(all, null, 2)}\n`);
  }
  return score.isReached;
}

const programs = (await loadPrograms(values.holdout ? 'holdout' : 'programs')).filter(isChosen);
if (programs.length === 0) throw new Error('no program is chosen');
const isReached = await (values.truth ? checkTruth(programs) : detect(programs));
process.exit(isReached ? 0 : 1);
