import { text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { consolePath } from './template.ts';
import type { Block } from './template.ts';

/** Values of every email about a case; both are null for what belongs to none. */
export const caseValues = {
  caseTitle: z.nullable(text(1_000, 1)),
  caseNumber: z.nullable(text(200)),
  path: consolePath,
};

interface NamedCase {
  readonly caseTitle: string | null;
  readonly caseNumber: string | null;
}

/** The lines that name the case, with what else is to be told. */
export function caseFacts(
  { caseTitle, caseNumber }: NamedCase,
  ...more: readonly (readonly [label: string, value: string])[]
): Block {
  const title = caseTitle === null ? [] : [['Case', caseTitle] as const];
  const number = caseNumber === null ? [] : [['Number', caseNumber] as const];
  return { kind: 'facts', facts: [...title, ...number, ...more] };
}

/** A subject that names the case behind what happened. */
export function caseSubject(headline: string, { caseTitle }: Pick<NamedCase, 'caseTitle'>): string {
  return caseTitle === null ? headline : `${headline}: ${caseTitle}`;
}
