import type { Variable } from './variable.ts';

/** One reason why the environment is refused: the variable, and a sentence that names value and range. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** The value as it may be shown: secrets are masked, addresses lose their password, length is bounded. */
export function shownValue(variable: Pick<Variable<unknown>, 'kind' | 'isSecret'>, value: string) {
  if (!variable.isSecret) return JSON.stringify(value.slice(0, 120));
  if (variable.kind === 'url' && URL.canParse(value)) {
    const { protocol, host, pathname } = new URL(value);
    if (host !== '') return JSON.stringify(`${protocol}//***@${host}${pathname}`.slice(0, 120));
  }
  return `(hidden, ${value.length} characters)`;
}
