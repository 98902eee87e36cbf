import type { ReactNode } from 'react';

/** A titled part of the overview. The table inside is the landmark; one name is enough for both. */
export function FigureSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h2 className="mb-2 font-semibold">{title}</h2>
      {children}
    </div>
  );
}
