import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Whether the window is too narrow for columns. */
export function useIsNarrow(): boolean {
  return useMedia('(max-width: 767px)');
}

/** Whether the page is being printed, when lists show every loaded row. */
export function useIsPrinting(): boolean {
  return useMedia('print');
}
