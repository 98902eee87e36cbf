import { expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';
import type { Finding } from './finding.ts';

interface Report {
  readonly findings: readonly Finding[];
  /** Every pair of holder and site that was told at any time. */
  readonly told: readonly string[];
}

it('tells two leaks that go on side by side each with the function that makes its entries', async () => {
  const script = new URL('two-leaks.memory-script.ts', import.meta.url);
  // Without inlining: with it the engine may name the caller.
  const flags = ['--conditions=source', '--no-turbo-inlining', '--no-maglev-inlining'];
  const { findings, told } = await runWithGc<Report>(script, flags);
  expect(findings.map(({ status, holder }) => `${status} ${holder}`).sort()).toEqual([
    'convicted DraftShelf.#drafts',
    'convicted TicketDesk.#open',
  ]);
  const own: Readonly<Record<string, string>> = {
    'DraftShelf.#drafts': 'keepDraft',
    'TicketDesk.#open': 'openTicket',
  };
  const named = findings.filter(({ allocation }) => allocation !== null);
  for (const { holder, allocation } of named) {
    expect(allocation?.functionName, told.join('\n')).toBe(own[holder]);
  }
  // Samples are drawn by chance: one of the two may be left without a name, rather than with a wrong one.
  expect(named.length, told.join('\n')).toBeGreaterThan(0);
}, 120_000);
