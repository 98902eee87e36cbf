import { startTransition, useEffect, useState } from 'react';

/** Milliseconds after which what waits for an idle moment is done without one. */
const IDLE_WITHIN_MS = 1_000;

/** Runs `task` when the browser has nothing more urgent to do, unless the returned function is called before. */
export function whenIdle(task: () => void): () => void {
  // Safari has no idle callbacks.
  if (typeof window.requestIdleCallback !== 'function') {
    const timer = window.setTimeout(task);
    return () => window.clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(task, { timeout: IDLE_WITHIN_MS });
  return () => window.cancelIdleCallback(handle);
}

/** Whether there was an idle moment since the component came: what nobody looks at first waits for it. */
export function useWasIdle(): boolean {
  const [wasIdle, setWasIdle] = useState(false);
  useEffect(() => whenIdle(() => startTransition(() => setWasIdle(true))), []);
  return wasIdle;
}
