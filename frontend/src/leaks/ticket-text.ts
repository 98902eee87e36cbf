import type { LeakFinding } from '@lexiflow/contracts';

type Frame = NonNullable<LeakFinding['allocation']>['stack'][number];

/** `enqueue (src/reports.ts:12)`; functions of the engine have no file. */
export function frameText({ functionName, file, line }: Frame): string {
  return file === '' ? functionName : `${functionName} (${file}:${line})`;
}

/** A finding as plain text for a ticket: the sentence, where it is allocated with its stack, evidence, fingerprint. */
export function ticketText(finding: LeakFinding): string {
  const { allocation } = finding;
  return [
    finding.sentence,
    ...(allocation
      ? [
          `Allocated in ${allocation.functionName} (${allocation.file}:${allocation.line})`,
          ...allocation.stack.map((frame) => `  at ${frameText(frame)}`),
        ]
      : []),
    ...finding.evidence.map(({ kind, detail }) => `- ${kind}: ${detail}`),
    finding.suggestion,
    `Fingerprint ${finding.fingerprint}, ${finding.status}, first seen ${finding.firstSeenAt}`,
  ].join('\n');
}
