import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

/** One choice of a Select; an empty value stands for "any". */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** The browser's own select, which works with every keyboard and screen reader. */
export function Select({
  choices,
  className,
  ...rest
}: ComponentProps<'select'> & { choices: readonly Choice[] }) {
  return (
    <select {...rest} className={classNames('input', className)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
