import * as z from 'zod/mini';
import type { FieldProblem } from '../errors/define-error.ts';

// zod/mini ships no language: without one every fault reads "Invalid input".
z.config(z.locales.en());

/** What a schema refused, one problem for each field; an unknown field is named by its own path. */
export function inputProblems(
  issues: readonly z.core.$ZodIssue[],
  part?: string,
): readonly FieldProblem[] {
  const start = part === undefined ? [] : [part];
  return issues.flatMap((issue) => {
    const path = [...start, ...issue.path];
    if (issue.code !== 'unrecognized_keys')
      return [{ path: pathText(path), message: issue.message }];
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      message: 'is not a known field',
    }));
  });
}

/** `body.parties[3].name` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, at) => {
      if (typeof step === 'number') return `[${step}]`;
      const name = String(step).slice(0, 100);
      return at === 0 ? name : `.${name}`;
    })
    .join('');
}
