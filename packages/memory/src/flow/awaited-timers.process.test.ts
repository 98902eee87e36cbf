import { expect, it } from 'vitest';
import { runWithGc } from '../run-with-gc.ts';

it('keep a process alive that has nothing else to do: work that is paused is not done', async () => {
  const script = new URL('awaited-timers.memory-script.ts', import.meta.url);
  expect(await runWithGc(script)).toEqual({
    refusal: 'MEM_WAIT_DEADLINE',
    fault: 'UPLOAD_TOO_SLOW',
  });
});
