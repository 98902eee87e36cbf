import { useCallback, useSyncExternalStore } from 'react';

/** The queries of the console. */
export type MediaQuery =
  'print' | '(max-width: 767px)' | '(min-width: 1100px)' | '(prefers-color-scheme: dark)';

const lists = new Map<MediaQuery, MediaQueryList>();

/** The one list of a query: Chromium keeps the parsed query of every `matchMedia` call. */
export function mediaList(query: MediaQuery): MediaQueryList {
  const list = lists.get(query) ?? window.matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether a media query holds now. */
export function useMedia(query: MediaQuery): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = mediaList(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => mediaList(query).matches);
}

/** Whether the window is too narrow for columns. */
export function useIsNarrow(): boolean {
  return useMedia('(max-width: 767px)');
}

/** Whether the page is being printed, when lists show every loaded row. */
export function useIsPrinting(): boolean {
  return useMedia('print');
}
