import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { CleanupStack } from './cleanup-stack.ts';

describe('the cleanup stack', () => {
  it('runs disposers in reverse order, waiting for each', async () => {
    const order: string[] = [];
    const stack = new CleanupStack();
    stack.defer('first', () => order.push('first'));
    stack.defer('second', async () => {
      await Promise.resolve();
      order.push('second');
    });
    stack.defer('third', () => order.push('third'));
    await stack.close();
    expect(order).toEqual(['third', 'second', 'first']);
    expect(stack.leftovers).toEqual([]);
  });

  it('runs the rest when one fails, and then says what was left behind', async () => {
    const order: string[] = [];
    const stack = new CleanupStack();
    stack.defer('first', () => order.push('first'));
    stack.defer('broken', () => {
      throw new Error('no');
    });
    stack.defer('rejected', () => Promise.reject(new Error('never')));
    const closing = stack.close();
    await expect(closing).rejects.toMatchObject({
      code: 'MEM_CLEANUP_FAILED',
      detail: 'Left behind: broken, rejected.',
      cause: { errors: [new Error('never'), new Error('no')] },
    });
    expect(order).toEqual(['first']);
    expect(stack.close()).toBe(closing);
  });

  it('does not wait for a disposer that hangs', async () => {
    const clock = new FakeClock();
    const stack = new CleanupStack({ clock, deadlineMs: 1_000 });
    stack.defer('hangs', () => new Promise(() => undefined));
    const closing = stack.close();
    await Promise.resolve();
    clock.advance(1_000);
    await expect(closing).rejects.toMatchObject({ detail: 'Left behind: hangs.' });
    expect(clock.pendingTimers).toBe(0);
  });

  it('forgets a disposer that is taken back', async () => {
    let runs = 0;
    const stack = new CleanupStack();
    stack.defer('once', () => runs++)();
    await stack.close();
    expect(runs).toBe(0);
  });

  it('disposes resources of both kinds', async () => {
    const disposed: string[] = [];
    const stack = new CleanupStack();
    stack.use('sync', { [Symbol.dispose]: () => void disposed.push('sync') });
    stack.use('async', {
      [Symbol.asyncDispose]: () => {
        disposed.push('async');
        return Promise.resolve();
      },
    });
    await stack[Symbol.asyncDispose]();
    expect(disposed).toEqual(['async', 'sync']);
  });

  it('refuses what is added after it has begun to close', async () => {
    const stack = new CleanupStack();
    await stack.close();
    expect(() => stack.defer('late', () => undefined)).toThrow(/late was added to a stack/);
  });
});

describe('tracked timers', () => {
  it('are left over until they fire or are cancelled', () => {
    const clock = new FakeClock();
    const stack = new CleanupStack({ clock });
    let fired = 0;
    stack.after(100, 'retry', () => fired++);
    const stop = stack.every(50, 'poll', () => fired++);
    expect(stack.leftovers).toEqual([
      { kind: 'timer', name: 'retry' },
      { kind: 'timer', name: 'poll' },
    ]);
    clock.advance(100);
    expect(fired).toBe(3);
    expect(stack.leftovers).toEqual([{ kind: 'timer', name: 'poll' }]);
    stop();
    expect(stack.leftovers).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('are cancelled when the stack closes', async () => {
    const clock = new FakeClock();
    const stack = new CleanupStack({ clock });
    stack.after(100, 'retry', () => undefined);
    stack.every(50, 'poll', () => undefined);
    await stack.close();
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('tracked listeners', () => {
  it.each([
    ['emitter', new EventEmitter()],
    ['event target', new EventTarget()],
  ])('of an %s are removed when the stack closes or earlier', async (_, target) => {
    const stack = new CleanupStack();
    let calls = 0;
    const emit = (): void => {
      if (target instanceof EventEmitter) target.emit('change');
      else target.dispatchEvent(new Event('change'));
    };
    const remove = stack.listen(target, 'change', () => calls++);
    stack.listen(target, 'change', () => calls++);
    emit();
    remove();
    expect(stack.leftovers).toEqual([{ kind: 'listener', name: 'change' }]);
    emit();
    await stack.close();
    emit();
    expect(calls).toBe(3);
  });
});
