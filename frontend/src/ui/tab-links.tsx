import { Link } from 'wouter';
import { classNames } from './class-names.ts';

/** One view of a page with its own address. */
export interface TabLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
  readonly count?: string | undefined;
}

/** Views of one page as links, so that each can be opened, shared and gone back from. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="no-print mb-4 overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              replace
              aria-current={tab.current ? 'page' : undefined}
              className={classNames(
                '-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 px-3 text-sm font-medium focus-visible:-outline-offset-2',
                tab.current
                  ? 'border-accent text-ink'
                  : 'border-transparent text-dim hover:text-ink',
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="numbers rounded bg-sunken px-1.5 text-xs text-dim">
                  {tab.count}
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
