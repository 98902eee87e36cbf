import { useId, type ReactNode } from 'react';
import { uiMessages } from './messages.ts';

/** The attributes that tie a control to its label, hint and error. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** A labelled form control with an optional hint and, when refused, the reason below it. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  className,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  children: (attributes: ControlAttributes) => ReactNode;
}) {
  const id = useId();
  const hasNote = Boolean(error ?? hint);
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-dim">
        {label}
        {optional && <span className="font-normal text-faint"> · {uiMessages.optional}</span>}
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? `${id}-note` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hasNote && (
        <p
          id={`${id}-note`}
          className={error ? 'mt-1 text-xs text-emergency' : 'mt-1 text-xs text-faint'}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
