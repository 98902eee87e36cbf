import type { LeakStatus } from '@lexiflow/contracts';

/** Texts of the leak report. */
export const leakMessages = {
  title: 'Leaks',
  stale: 'The report below is the last that arrived',
  check: 'Check now',
  checked: (convicted: number, suspects: number) =>
    convicted + suspects === 0
      ? 'Nothing grows without an end'
      : `${convicted} convicted, ${suspects} suspected`,
  clear: 'Clear history',
  clearTitle: 'Forget all findings?',
  clearHint:
    'Findings of this run and of earlier ones are removed. What still grows is found again, as new. The action is recorded in the audit log.',
  cleared: (count: string) => `${count} findings removed`,
  emptyTitle: 'No findings',
  emptyHint: 'Nothing that the detective follows has grown without an end for long enough.',
  offTitle: 'Leak detection is switched off',
  statuses: {
    convicted: 'Convicted',
    suspect: 'Suspect',
    gone: 'Gone',
  } satisfies Record<LeakStatus, string>,
  known: 'seen in an earlier run',
  holder: 'Holder',
  size: 'Size',
  pace: 'Pace',
  memory: 'Memory',
  limit: 'To the limit',
  since: 'First seen',
  last: 'Last seen',
  allocated: 'Allocated in',
  stack: 'Allocation stack, the function that allocated first',
  from: (from: string, to: string) => `${from} → ${to}`,
  perSecond: (count: string) => `${count}/s`,
  perHour: (bytes: string) => `${bytes}/h`,
  suggestion: 'What to do',
  evidence: 'Evidence',
  copy: 'Copy for a ticket',
  copied: 'Copied',
  fingerprint: (fingerprint: string) => `Fingerprint ${fingerprint}`,
  signals: 'Signals of the whole process',
  signal: 'Signal',
  state: 'State',
  detail: 'Figures',
  raised: 'Raised',
  quiet: 'Quiet',
  noSignals: 'No signal yet',
} as const;
