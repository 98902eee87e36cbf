import type { LeakFinding } from '@lexiflow/contracts';

/** A finding as plain text for a ticket: the sentence, where it is allocated, evidence, fingerprint. */
export function ticketText(finding: LeakFinding): string {
  const { allocation } = finding;
  return [
    finding.sentence,
    ...(allocation
      ? [`Allocated in ${allocation.functionName} (${allocation.file}:${allocation.line})`]
      : []),
    ...finding.evidence.map(({ kind, detail }) => `- ${kind}: ${detail}`),
    finding.suggestion,
    `Fingerprint ${finding.fingerprint}, ${finding.status}, first seen ${finding.firstSeenAt}`,
  ].join('\n');
}
