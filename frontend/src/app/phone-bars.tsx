import { Menu, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { appMessages } from './messages.ts';
import { isCurrent, NavigationLinks } from './navigation-links.tsx';
import { NotificationBell } from './notification-bell.tsx';
import type { NavigationProps } from './sidebar.tsx';

/** The navigation of narrow windows: a bar above, the main screens below, the rest in a sheet. */
export function PhoneBars({ screens, onPalette }: NavigationProps) {
  const [path] = useLocation();
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => setIsOpen(false), [path]);
  const item =
    'flex h-14 flex-1 flex-col items-center justify-center gap-1 text-2xs focus-visible:-outline-offset-2';
  return (
    <>
      <header className="no-print flex h-12 items-center justify-between border-b border-line bg-surface pr-2 pl-4 lg:hidden">
        <Link href="/">
          <Brand />
        </Link>
        <div className="flex">
          <NotificationBell />
          <Button tone="quiet" icon aria-label={appMessages.command} onClick={onPalette}>
            <Search size={18} aria-hidden />
          </Button>
        </div>
      </header>
      <nav
        aria-label={appMessages.mainNavigation}
        className="no-print fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface lg:hidden"
      >
        {screens
          .filter((screen) => screen.primary)
          .map((screen) => {
            const current = isCurrent(screen, path);
            return (
              <Link
                key={screen.path}
                href={screen.path}
                aria-current={current ? 'page' : undefined}
                className={classNames(item, current ? 'font-medium text-accent' : 'text-dim')}
              >
                <screen.icon size={18} aria-hidden />
                {screen.label}
              </Link>
            );
          })}
        <button
          type="button"
          className={classNames(item, 'text-dim')}
          onClick={() => setIsOpen(true)}
        >
          <Menu size={18} aria-hidden />
          {appMessages.more}
        </button>
      </nav>
      {isOpen && (
        <Dialog title={appMessages.more} onClose={() => setIsOpen(false)}>
          <NavigationLinks screens={screens.filter((screen) => !screen.primary)} />
          <AccountMenu />
        </Dialog>
      )}
    </>
  );
}
