import type { Finding } from '@lexiflow/memory';
import type { ChildReport, SeenFinding } from './child-report.ts';
import type { NamedProgram } from './load-programs.ts';
import type { CorpusCulprit } from './program.ts';

/** Kinds that say that something stays, not where it is held: no false lead even where they name no culprit. */
const NAMELESS: readonly string[] = ['watched', 'resources', 'floor'];

const ERROR_CHARACTERS = 300;

/** What one run of one program came to. Times are those of the scaled clock. */
export interface Judgement {
  readonly name: string;
  readonly verdict: 'leak' | 'benign';
  readonly outcome: 'convicted' | 'suspected' | 'quiet' | 'failed';
  /** Whether the first conviction with a name carries the declared one. */
  readonly isCulpritRight: boolean;
  readonly convictions: number;
  /** Convictions of the innocent: all of a benign program, in a leaking one those that name another place. */
  readonly falseConvictions: number;
  readonly suspectMs: number | null;
  readonly convictMs: number | null;
  /** What was named, in the order of conviction, or what was suspected; the error of a failed run. */
  readonly named: readonly string[];
  /** The sentences and the evidence of all findings. */
  readonly evidence: readonly string[];
}

/** Holds the findings of a run against the declaration of its program. */
export function judgeRun({ name, program }: NamedProgram, { findings }: ChildReport): Judgement {
  const { verdict, culprit = {} } = program;
  const convictions = findings
    .filter(({ convictMs }) => convictMs !== null)
    .sort((a, b) => (a.convictMs ?? 0) - (b.convictMs ?? 0));
  const fitting = convictions.filter(({ finding }) => fits(finding, culprit));
  const leads = convictions.filter((seen) => fitting.includes(seen) || isLead(seen.finding));
  const strays = leads.filter((seen) => !fitting.includes(seen));
  const isLeak = verdict === 'leak';
  return {
    name,
    verdict,
    outcome: convictions.length > 0 ? 'convicted' : findings.length > 0 ? 'suspected' : 'quiet',
    isCulpritRight: isLeak && leads.length > 0 && fitting.includes(leads[0] as SeenFinding),
    convictions: convictions.length,
    falseConvictions: isLeak ? strays.length : convictions.length,
    suspectMs: earliest(findings.map((seen) => seen.suspectMs)),
    convictMs: earliest(convictions.map((seen) => seen.convictMs)),
    named: (convictions.length > 0 ? convictions : findings).map(({ finding }) => nameOf(finding)),
    evidence: findings.map(({ finding }) => evidenceOf(finding)),
  };
}

/** A run whose process failed: nothing was found. */
export function failedRun({ name, program }: NamedProgram, error: unknown): Judgement {
  return {
    name,
    verdict: program.verdict,
    outcome: 'failed',
    isCulpritRight: false,
    convictions: 0,
    falseConvictions: 0,
    suspectMs: null,
    convictMs: null,
    named: [String(error).replace(/\s+/g, ' ').slice(0, ERROR_CHARACTERS)],
    evidence: [],
  };
}

/** Whether a finding names the declared culprit: its holder, or where it names none, what allocates. */
export function fits(finding: Finding, culprit: CorpusCulprit): boolean {
  const words = wordsOf(finding.holder);
  if (listOf(culprit.holder).some((holder) => carries(words, wordsOf(holder)))) return true;
  const isNameless = NAMELESS.includes(finding.kind);
  return isNameless && listOf(culprit.allocation).includes(functionOf(finding));
}

function isLead(finding: Finding): boolean {
  return !NAMELESS.includes(finding.kind);
}

function functionOf({ allocation }: Finding): string {
  return allocation?.functionName.split('.').at(-1) ?? '';
}

function nameOf(finding: Finding): string {
  const from = finding.allocation === null ? '' : ` from ${finding.allocation.functionName}`;
  return `${finding.kind} ${finding.holder}${from}`;
}

function evidenceOf({ status, sentence, evidence }: Finding): string {
  return `${status}: ${sentence} [${evidence.map(({ kind, detail }) => `${kind}: ${detail}`).join(' | ')}]`;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
}

/** Whether `wanted` stands in `words` in its order, with anything in between. */
function carries(words: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  for (const word of words) if (word === wanted[at]) at++;
  return at === wanted.length;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
