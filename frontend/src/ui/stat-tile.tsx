import type { ReactNode } from 'react';

/** One figure with its name, and a line of context below it. */
export function StatTile({
  label,
  value,
  detail,
}: {
  label: string;
  value: ReactNode;
  detail?: ReactNode;
}) {
  return (
    <div className="card min-w-0 px-4 py-3">
      <p className="truncate text-xs text-faint">{label}</p>
      <p className="numbers mt-0.5 truncate text-lg font-semibold tracking-tight">{value}</p>
      {detail && <p className="numbers mt-0.5 text-xs text-dim">{detail}</p>}
    </div>
  );
}
