import { useCallback, useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();

/** The one list of a query, which is a constant of the code: the browser keeps what each new one has parsed. */
export function mediaList(query: string): MediaQueryList {
  const list = lists.get(query) ?? window.matchMedia(query);
  lists.set(query, list);
  return list;
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
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
