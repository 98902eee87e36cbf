import { uiMessages } from './messages.ts';

/** Grey rows in the place of those being loaded, so that nothing jumps when they come. */
export function SkeletonRows({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  return (
    <div role="status" className="card overflow-hidden">
      <span className="sr-only">{uiMessages.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div
          key={index}
          className="flex items-center gap-4 border-b border-line px-4 last:border-b-0"
          style={{ height }}
        >
          <div className="skeleton h-3 w-24" />
          <div className="skeleton h-3 flex-1" />
          <div className="skeleton h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
