import { useRef, type ReactNode } from 'react';
import { TableCsvButton } from '../ui/table-csv-button.tsx';

/**
 * A titled part of the overview, whose table can be taken as CSV. The table inside is the
 * landmark; one name is enough for both.
 */
export function FigureSection({
  title,
  csv = true,
  children,
}: {
  title: string;
  csv?: boolean;
  children: ReactNode;
}) {
  const holder = useRef<HTMLDivElement>(null);
  return (
    <div ref={holder} className="min-w-0">
      <div className="mb-2 flex h-7 items-center justify-between">
        <h2 className="font-semibold">{title}</h2>
        {csv && <TableCsvButton holder={holder} title={title} />}
      </div>
      {children}
    </div>
  );
}
