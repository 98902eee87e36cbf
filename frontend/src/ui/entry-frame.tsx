import { useEffect, type ReactNode } from 'react';
import mark from './mark.svg?inline';

/** The centred frame of the screens before the console: sign-in and first-run setup. */
export function EntryFrame({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="flex min-h-dvh items-start justify-center px-4 pt-[14vh] pb-10">
      <div className="w-full max-w-sm">
        <img src={mark} alt="" width={36} height={36} className="mb-5" />
        <h1 className="mb-6 text-xl font-semibold tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
