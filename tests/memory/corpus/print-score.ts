import type { Judgement } from './judge-run.ts';
import type { Overhead } from './overhead.ts';
import { aims, type Score } from './score.ts';

/** One line for a run, as it ends. */
export function lineOf(judgement: Judgement): string {
  const { name, verdict, outcome, named } = judgement;
  const times = `${minutes(judgement.suspectMs)} ${minutes(judgement.convictMs)}`;
  const line = `${verdict.padEnd(6)} ${name.padEnd(20)} ${outcome.padEnd(9)} ${times} ${mark(judgement)}`;
  return `${line} ${named.slice(0, 3).join('; ')}`.trimEnd();
}

/** What a person has to look at: everything that is not as declared. */
export function missesOf(judgements: readonly Judgement[]): string[] {
  return judgements.filter((judgement) => mark(judgement) !== 'as declared   ').map(lineOf);
}

/** The figures beside their aims. */
export function printScore(title: string, score: Score): void {
  console.log(`\n${title}: ${score.leakRuns} leaking and ${score.benignRuns} benign runs`);
  console.table({
    recall: { measured: percent(score.recall), aim: percent(aims.recall) },
    precision: { measured: percent(score.precision), aim: percent(aims.precision) },
    'culprit right': { measured: percent(score.culprit), aim: percent(aims.culprit) },
    'benign programs convicted': { measured: score.falseAlarms, aim: 0 },
    'benign programs suspected only': { measured: score.benignSuspected },
    'failed runs': { measured: score.failed, aim: 0 },
    'median time to suspect': { measured: `${minutes(score.medianSuspectMs).trim()} min` },
    'median time to convict': { measured: `${minutes(score.medianConvictMs).trim()} min` },
  });
}

/** CPU with and without the detective, in per cent of one core. */
export function printOverhead(rows: readonly Overhead[]): void {
  console.log('\nCPU of the process, per cent of one core');
  console.table(
    rows.map(({ name, bare, usualPace, fastPace }) => ({
      program: name,
      'no detective': bare.toFixed(1),
      'with it': usualPace.toFixed(1),
      'with it, 100 times as fast': fastPace.toFixed(1),
    })),
  );
}

function mark(judgement: Judgement): string {
  const { verdict, outcome, isCulpritRight, falseConvictions } = judgement;
  if (outcome === 'failed') return 'FAILED        ';
  if (verdict === 'benign') return outcome === 'convicted' ? 'FALSE ALARM   ' : 'as declared   ';
  if (outcome !== 'convicted') return 'MISSED        ';
  if (!isCulpritRight) return 'WRONG CULPRIT ';
  return falseConvictions > 0 ? 'AND AN INNOCENT' : 'as declared   ';
}

function minutes(ms: number | null): string {
  return (ms === null ? '–' : (ms / 60_000).toFixed(1)).padStart(5);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
