import { useEffect, useState } from 'react';
import { TYPING_PAUSE_MS } from './ui.limits.ts';

/** `value` once it has not changed for `pauseMs`. */
export function useSettled<T>(value: T, pauseMs = TYPING_PAUSE_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
