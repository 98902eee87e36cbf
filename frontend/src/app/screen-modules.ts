import type { QueryClient } from '@tanstack/react-query';
import { createElement, lazy, useState, type ComponentType } from 'react';

interface ScreenModule {
  readonly default: ComponentType;
  /** Reads into the cache what the screen shows first. */
  readonly firstRead?: (client: QueryClient) => Promise<unknown>;
}

const loaders = import.meta.glob<ScreenModule>(['../*/*-screen.tsx', '!../app/*']);
const loaded = new Map<string, ScreenModule>();

/** Loads a screen's code; its renders then need no fallback. */
export async function loadScreen(module: string): Promise<ScreenModule> {
  const loader = loaders[`../${module}.tsx`];
  if (!loader) throw new Error(`No screen is at ${module}`);
  const screen = await loader();
  loaded.set(module, screen);
  return screen;
}

/**
 * The screen of a module: drawn at once when its code is there, else loaded by its first render. `lazy` alone would
 * show a fallback for a moment in both cases, and React keeps one that it has shown for 300 ms.
 */
export function screenOf(module: string): ComponentType {
  const later = lazy(() => loadScreen(module));
  return function Screen() {
    const [screen] = useState(() => ({ type: loaded.get(module)?.default ?? later }));
    return createElement(screen.type);
  };
}
