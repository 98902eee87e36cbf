import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef } from 'react';
import { uploadDocket } from '../api/upload-docket.ts';
import { importQueue, nextToSend } from './import-queue.ts';

/** The queue of docket files: sends one after the other; leaving the screen stops the upload. */
export function useImport() {
  const client = useQueryClient();
  const [items, dispatch] = useReducer(importQueue, []);
  const running = useRef(new Map<number, AbortController>());
  const next = nextToSend(items);

  useEffect(() => {
    if (!next) return;
    const { id, file } = next;
    const controller = new AbortController();
    running.current.set(id, controller);
    dispatch({ type: 'started', id });
    uploadDocket(file, (share) => dispatch({ type: 'progressed', id, share }), controller.signal)
      .then(
        (result) => {
          dispatch({ type: 'finished', id, result });
          void client.invalidateQueries({ queryKey: ['cases'] });
          void client.invalidateQueries({ queryKey: ['search'] });
        },
        (error: unknown) =>
          dispatch(
            controller.signal.aborted ? { type: 'cancelled', id } : { type: 'failed', id, error },
          ),
      )
      .finally(() => running.current.delete(id));
  }, [next, client]);

  useEffect(() => {
    const uploads = running.current;
    return () => uploads.forEach((controller) => controller.abort());
  }, []);

  return {
    items,
    add: (files: readonly File[]) => dispatch({ type: 'added', files }),
    cancel: (id: number) => {
      const controller = running.current.get(id);
      if (controller) controller.abort();
      else dispatch({ type: 'cancelled', id });
    },
    retry: (id: number) => dispatch({ type: 'retried', id }),
    clear: () => dispatch({ type: 'cleared' }),
  };
}
