import { text } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { consolePath } from './template.ts';
import type { Block } from './template.ts';

/** Values of every email about one case. */
export const caseValues = {
  caseTitle: text(1_000, 1),
  caseNumber: z.nullable(text(200)),
  path: consolePath,
};

/** The lines that name the case, with what else is to be told. */
export function caseFacts(
  values: { readonly caseTitle: string; readonly caseNumber: string | null },
  ...more: readonly (readonly [label: string, value: string])[]
): Block {
  const { caseTitle, caseNumber } = values;
  const number = caseNumber === null ? [] : [['Number', caseNumber] as const];
  return { kind: 'facts', facts: [['Case', caseTitle], ...number, ...more] };
}
