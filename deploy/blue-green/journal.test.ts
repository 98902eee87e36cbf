import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { followJournal } from './follow-journal.ts';
import { Journal } from './journal.ts';

it('keeps every step as one JSON line, prints it, and can be followed afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-journal-'));
  try {
    const file = join(folder, 'state', 'journal.jsonl');
    const printed: string[] = [];
    const now = () => new Date('2026-01-02T03:04:05.678Z');
    const journal = new Journal(file, (line) => printed.push(line), now);
    journal.write('shifting', { candidate: 'green', version: null });
    journal.write('failed', { reason: 'it broke\nhere' });

    expect(
      readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { time: '2026-01-02T03:04:05.678Z', event: 'shifting', candidate: 'green', version: null },
      { time: '2026-01-02T03:04:05.678Z', event: 'failed', reason: 'it broke\nhere' },
    ]);
    expect(printed).toEqual([
      '03:04:05.678  shifting  candidate=green',
      '03:04:05.678  failed  reason="it broke\\nhere"',
    ]);
    const followed: string[] = [];
    await followJournal(file, join(folder, 'lock'), (line) => followed.push(line));
    expect(followed).toEqual(printed);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('says that there is no journal yet', async () => {
  const lines: string[] = [];
  await followJournal('/nowhere/journal.jsonl', '/nowhere/lock', (line) => lines.push(line));
  expect(lines).toEqual(['nothing has been deployed from here yet']);
});
