import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

/** A button of the console; `busy` disables it and says so to screen readers. */
export function Button({
  tone = 'plain',
  icon = false,
  busy = false,
  className,
  disabled,
  type = 'button',
  ...rest
}: ComponentProps<'button'> & {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** Square, for a single icon; give an `aria-label`. */
  icon?: boolean;
  busy?: boolean;
}) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      data-tone={tone}
      data-shape={icon ? 'icon' : undefined}
      className={classNames('button', className)}
    />
  );
}
