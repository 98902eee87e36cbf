import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useMe } from '../api/session.ts';
import { useShortcuts } from '../ui/shortcuts.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { appMessages } from './messages.ts';
import { PhoneBars } from './phone-bars.tsx';
import { Routes } from './routes.tsx';
import { screensFor } from './screens.ts';
import { Sidebar } from './sidebar.tsx';

const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(loadPalette);
const ShortcutHelp = lazy(() => import('./shortcut-help.tsx'));

const PALETTE_PRELOAD_MS = 300;

type Overlay = 'palette' | 'help' | null;

/** The frame around every screen: navigation, command palette and shortcut help. */
export function Shell() {
  const me = useMe();
  const [path, navigate] = useLocation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const screens = screensFor(me.permissions);

  useShortcuts(appMessages.navigate, [
    { keys: 'mod+k', label: appMessages.command, run: () => setOverlay('palette') },
    { keys: '?', label: appMessages.shortcuts, run: () => setOverlay('help') },
    ...screens.map((screen) => ({
      keys: `g ${screen.key}`,
      label: screen.label,
      run: () => navigate(screen.path),
    })),
  ]);
  useEffect(() => setOverlay(null), [path]);
  useEffect(() => {
    // Whoever types right after Ctrl-K must not lose letters to loading code.
    const timer = setTimeout(() => void loadPalette(), PALETTE_PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);

  const bars = {
    screens,
    onPalette: () => setOverlay('palette'),
    onHelp: () => setOverlay('help'),
  };
  return (
    <>
      <a
        href="#content"
        className="button sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        {appMessages.skip}
      </a>
      <Sidebar {...bars} />
      <PhoneBars {...bars} />
      <main
        id="content"
        tabIndex={-1}
        className="min-h-dvh pb-24 outline-none lg:pb-8 lg:pl-56 print:p-0"
      >
        <div className="mx-auto w-full max-w-[88rem] p-4 sm:p-6">
          <ErrorBoundary key={path}>
            <Routes />
          </ErrorBoundary>
        </div>
      </main>
      <Suspense>
        {overlay === 'palette' && (
          <CommandPalette screens={screens} onClose={() => setOverlay(null)} />
        )}
        {overlay === 'help' && <ShortcutHelp onClose={() => setOverlay(null)} />}
      </Suspense>
    </>
  );
}
