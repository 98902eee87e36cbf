import type { ReactNode } from 'react';

/** Stands where rows would: why there are none, and what to do next. */
export function EmptyState({
  icon,
  title,
  hint,
  action,
}: {
  icon?: ReactNode;
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="card flex flex-col items-center gap-1 px-6 py-12 text-center">
      {icon && (
        <div aria-hidden className="mb-2 rounded-full bg-sunken p-3 text-faint">
          {icon}
        </div>
      )}
      <p className="font-medium">{title}</p>
      {hint && <p className="max-w-md text-sm text-dim">{hint}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
