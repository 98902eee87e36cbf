import { CircleHelp, Search } from 'lucide-react';
import { Link } from 'wouter';
import { Button } from '../ui/button.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { appMessages } from './messages.ts';
import { NavigationLinks } from './navigation-links.tsx';
import { NotificationBell } from './notification-bell.tsx';
import type { Screen } from './screens.ts';

/** What both forms of the navigation need. */
export interface NavigationProps {
  readonly screens: readonly Screen[];
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

/** The navigation of wide windows. */
export function Sidebar({ screens, onPalette, onHelp }: NavigationProps) {
  const groups = [
    { title: appMessages.practise, group: 'practise' },
    { title: appMessages.operateGroup, group: 'operate' },
  ] as const;
  return (
    <header className="no-print fixed inset-y-0 left-0 z-30 hidden w-56 flex-col border-r border-line bg-surface lg:flex">
      <div className="flex h-14 items-center justify-between pr-2 pl-4">
        <Link href="/">
          <Brand />
        </Link>
        <div className="flex">
          <NotificationBell />
          <Button tone="quiet" icon aria-label={appMessages.shortcuts} onClick={onHelp}>
            <CircleHelp size={16} aria-hidden />
          </Button>
        </div>
      </div>
      <button
        type="button"
        onClick={onPalette}
        className="mx-3 mb-3 flex h-8 items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-sm text-faint hover:border-edge"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 text-left">{appMessages.command}</span>
        <kbd className="font-sans text-2xs">Ctrl K</kbd>
      </button>
      <nav aria-label={appMessages.mainNavigation} className="flex-1 overflow-y-auto px-2">
        {groups.map(({ title, group }) => {
          const own = screens.filter((screen) => screen.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group} className="mb-4">
              <h2 className="px-2.5 pb-1 text-2xs font-medium tracking-wide text-faint uppercase">
                {title}
              </h2>
              <NavigationLinks screens={own} />
            </div>
          );
        })}
      </nav>
      <div className="border-t border-line p-2">
        <NavigationLinks screens={screens.filter((screen) => screen.group === 'account')} />
        <AccountMenu />
      </div>
    </header>
  );
}
