import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Runs a full collection at once and returns when it is done. */
export type CollectNow = () => void;

let found: CollectNow | undefined;

/**
 * V8's own `gc`, with or without `--expose-gc`: without it the flag is set now and read by one
 * fresh context, which is the documented way to get it late. Undefined where flags are frozen.
 */
export function findGc(): CollectNow | undefined {
  const exposed = globalThis.gc;
  if (exposed) {
    return () => {
      exposed();
    };
  }
  if (found) return found;
  try {
    setFlagsFromString('--expose-gc');
    found = runInNewContext('gc') as CollectNow;
  } catch {
    return undefined;
  }
  return found;
}
