import { useSyncExternalStore } from 'react';
import { writeSetting } from './stored-setting.ts';
import { mediaList } from './use-media.ts';

/** `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark';

const SETTING = 'lexiflow.theme';
const listeners = new Set<() => void>();

function current(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'dark' || chosen === 'light' ? chosen : 'system';
}

/** Chooses a theme for this browser; drawn parts repaint through `subscribeTheme`. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  writeSetting(SETTING, theme === 'system' ? null : theme);
  for (const listener of listeners) listener();
}

/** Calls `listener` when the theme changes, by choice or by the system. */
export function subscribeTheme(listener: () => void): () => void {
  const system = mediaList('(prefers-color-scheme: dark)');
  listeners.add(listener);
  system.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    system.removeEventListener('change', listener);
  };
}

/** The chosen theme. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribeTheme, current);
}

/** The colour that a CSS variable stands for now, for drawing on a canvas. */
export function resolveColour(variable: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
