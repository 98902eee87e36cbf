import { report } from '../../../packages/memory/bench/machine-line.ts';
import type { Judgement } from './judge-run.ts';
import type { Overhead } from './overhead.ts';
import { aims, type Score } from './score.ts';

type Mark =
  'as declared' | 'FAILED' | 'FALSE ALARM' | 'MISSED' | 'WRONG CULPRIT' | 'AND AN INNOCENT';

/** Findings of one run that are named on its line. */
const MOST_NAMED = 3;

type Row = Record<string, string | number>;

/** One line for a run, as it ends. */
export function lineOf(judgement: Judgement): string {
  const { name, verdict, outcome, named } = judgement;
  const times = `${minutes(judgement.suspectMs)} ${minutes(judgement.convictMs)}`;
  const line = `${verdict.padEnd(6)} ${name.padEnd(20)} ${outcome.padEnd(9)} ${times} ${mark(judgement).padEnd(15)}`;
  return `${line} ${named.slice(0, MOST_NAMED).join('; ')}`.trimEnd();
}

/** The figures beside their aims. */
export function printScore(title: string, score: Score): void {
  const line = (name: string, measured: string | number, aim: string | number = ''): Row => ({
    line: name,
    aim,
    measured,
  });
  report(title, [
    line('recall', percent(score.recall), `≥ ${percent(aims.recall)}`),
    line('precision', percent(score.precision), `≥ ${percent(aims.precision)}`),
    line('culprit right', percent(score.culprit), `≥ ${percent(aims.culprit)}`),
    line('benign programs convicted', score.falseAlarms, 0),
    line('benign programs suspected only', score.benignSuspected),
    line('failed runs', score.failed, 0),
    line('median time to suspect', `${minutes(score.medianSuspectMs).trim()} min`),
    line('median time to convict', `${minutes(score.medianConvictMs).trim()} min`),
  ]);
}

/** Everything that is not as declared, for a person to look at. */
export function printMisses(judgements: readonly Judgement[]): void {
  const misses = judgements.filter((judgement) => mark(judgement) !== 'as declared');
  if (misses.length === 0) return;
  report(
    'Not as declared',
    misses.map((judgement) => ({
      program: judgement.name,
      declared: judgement.verdict,
      outcome: mark(judgement).toLowerCase(),
      named: judgement.named.slice(0, MOST_NAMED).join('; '),
    })),
  );
}

/** CPU with and without the detective, in per cent of one core. */
export function printOverhead(rows: readonly Overhead[]): void {
  report(
    'CPU of the process, per cent of one core',
    rows.map(({ name, bare, usualPace, fastPace }) => ({
      program: name,
      'no detective': bare.toFixed(1),
      'with it': usualPace.toFixed(1),
      'with it, 100 times as fast': fastPace.toFixed(1),
    })),
  );
}

function mark({ verdict, outcome, isCulpritRight, falseConvictions }: Judgement): Mark {
  if (outcome === 'failed') return 'FAILED';
  if (verdict === 'benign') return outcome === 'convicted' ? 'FALSE ALARM' : 'as declared';
  if (outcome !== 'convicted') return 'MISSED';
  if (!isCulpritRight) return 'WRONG CULPRIT';
  return falseConvictions > 0 ? 'AND AN INNOCENT' : 'as declared';
}

function minutes(ms: number | null): string {
  return (ms === null ? '–' : (ms / 60_000).toFixed(1)).padStart(5);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
