import { setFlagsFromString } from 'node:v8';

const flags = ['turbo-inlining', 'maglev-inlining'];

/**
 * Runs work while V8 compiles without inlining, so that the sampler finds the function that allocates
 * and not its caller. Holds for all threads of the process; functions compiled before stay as they are.
 */
export async function withoutInlining<T>(work: () => Promise<T>): Promise<T> {
  const given = process.execArgv.join(' ');
  const changed = flags.filter((flag) => !given.includes(flag));
  for (const flag of changed) setFlagsFromString(`--no-${flag}`);
  try {
    return await work();
  } finally {
    for (const flag of changed) setFlagsFromString(`--${flag}`);
  }
}
