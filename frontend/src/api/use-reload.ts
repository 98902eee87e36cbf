import { useQueryClient, type InvalidateQueryFilters } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** Milliseconds in which changes are taken as one: an import makes many at once. */
const TOGETHER_MS = 500;

/** A function after which the queries that match are loaded anew, once for many calls. */
export function useReload(filters: InvalidateQueryFilters): () => void {
  const client = useQueryClient();
  const timer = useRef<number | undefined>(undefined);
  useEffect(
    () => () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return () => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries(filters);
    }, TOGETHER_MS);
  };
}
