import { SkeletonRows } from '../ui/skeleton-rows.tsx';

/** Stands while a screen's code or its first answer is on the way. */
export function LoadingScreen() {
  return (
    <main className="mx-auto w-full max-w-[88rem] p-4 sm:p-6">
      <div className="skeleton mb-6 h-7 w-48" />
      <SkeletonRows rows={8} />
    </main>
  );
}
