import type { LeakFinding } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { ticketText } from './ticket-text.ts';

const finding: LeakFinding = {
  fingerprint: '00ff00ff00ff00ff',
  status: 'convicted',
  kind: 'map',
  holder: 'ReportsService.#pending',
  sentence: 'ReportsService.#pending: Map 0 → 48,231, +12.3/s',
  suggestion: 'Remove entries when their report is done.',
  evidence: [
    { kind: 'head-pinned', detail: 'the first key has not changed for 9 h' },
    { kind: 'floor', detail: '+4 MB/h' },
  ],
  allocation: {
    ...{ functionName: 'enqueue', file: 'src/reports.ts', line: 12, liveBytes: 1024 },
    stack: [
      { functionName: 'set', file: '', line: 1 },
      { functionName: 'enqueue', file: 'src/reports.ts', line: 12 },
    ],
  },
  watchKind: null,
  fromSize: 0,
  size: 48_231,
  entriesPerSecond: 12.3,
  bytesPerHour: 4_194_304,
  ownBytesPerHour: null,
  timeToLimitMs: null,
  firstSeenAt: '2026-01-02T03:04:05.000Z',
  lastSeenAt: '2026-01-02T12:04:05.000Z',
  isKnown: false,
};

describe('the text of a finding for a ticket', () => {
  it('begins with the sentence and names place, evidence, advice and fingerprint', () => {
    expect(ticketText(finding).split('\n')).toEqual([
      'ReportsService.#pending: Map 0 → 48,231, +12.3/s',
      'Allocated in enqueue (src/reports.ts:12)',
      '  at set',
      '  at enqueue (src/reports.ts:12)',
      '- head-pinned: the first key has not changed for 9 h',
      '- floor: +4 MB/h',
      'Remove entries when their report is done.',
      'Fingerprint 00ff00ff00ff00ff, convicted, first seen 2026-01-02T03:04:05.000Z',
    ]);
  });

  it('leaves out a place that is not known', () => {
    expect(ticketText({ ...finding, allocation: null })).not.toContain('Allocated');
  });
});
