import type { PartyReading } from './case-reading.ts';
import type { Counsel } from './cases.schema.ts';

/** A line of the party list that the case has already. `key` is the name the docket printed, folded. */
export interface KnownParty {
  readonly id: string;
  readonly partyId: string;
  readonly role: string;
  readonly occurrence: number;
  readonly key: string;
  readonly terminatedOn: string | null;
  readonly extraInfo: string | null;
  readonly counsel: readonly Counsel[];
}

/**
 * For each line read the known line that it is, or null. The same name in the same role is the same
 * line; of several such lines the first is the first. `known` is in the order of occurrence.
 */
export function matchParties(
  known: readonly KnownParty[],
  read: readonly PartyReading[],
  keys: readonly string[],
): (KnownParty | null)[] {
  const waiting = new Map<string, KnownParty[]>();
  for (const row of known.toReversed()) {
    const line = `${row.role}\n${row.key}`;
    (waiting.get(line) ?? waiting.set(line, []).get(line))?.push(row);
  }
  return read.map((party, at) => waiting.get(`${party.role}\n${keys[at]}`)?.pop() ?? null);
}

/** What the line says that differs from what is known, or null. What it leaves out stays. */
export function partyChange(
  known: KnownParty,
  read: PartyReading,
): { terminated_on?: string; extra_info?: string; counsel?: readonly Counsel[] } | null {
  const { terminatedOn, extraInfo, counsel } = read;
  const change = {
    ...(terminatedOn !== null && terminatedOn !== known.terminatedOn
      ? { terminated_on: terminatedOn }
      : {}),
    ...(extraInfo !== null && extraInfo !== known.extraInfo ? { extra_info: extraInfo } : {}),
    ...(counsel.length > 0 && textOf(counsel) !== textOf(known.counsel) ? { counsel } : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function textOf(counsel: readonly Counsel[]): string {
  return JSON.stringify(counsel.map(({ name, roles, contact }) => [name, roles, contact]));
}
