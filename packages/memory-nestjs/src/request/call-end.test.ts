import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { FakeClock } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { CallEnd } from './call-end.ts';
import type { CallOutcome } from './call-end.ts';

function call(
  state: { destroyed?: boolean; writableFinished?: boolean; headersSent?: boolean } = {},
) {
  const answered: unknown[][] = [];
  const methods = Object.fromEntries(
    ['writeHead', 'write', 'end'].map((name) => [
      name,
      (...parts: unknown[]) => answered.push([name, ...parts]),
    ]),
  );
  const response = Object.assign(new EventEmitter(), methods, state) as unknown as ServerResponse;
  const clock = new FakeClock();
  const told: CallOutcome[] = [];
  const end = new CallEnd(response, (outcome) => told.push(outcome), clock);
  return { response, clock, told, end, answered };
}

describe('CallEnd', () => {
  it('tells once, when the handler and the response have both ended, in either order', () => {
    const one = call();
    one.end.follow();
    one.end.handled();
    expect(one.told).toEqual([]);
    one.response.emit('close');
    expect(one.told).toEqual(['ended']);

    const other = call();
    other.end.follow();
    other.response.emit('close');
    expect(other.told).toEqual([]);
    other.end.handled();
    other.end.handled();
    expect(other.told).toEqual(['ended']);
  });

  it('gives a handler up that runs on for too long after its client has left', () => {
    const { response, clock, told, end } = call();
    response.emit('close');
    clock.advance(memoryNestLimits.abandonedMs.value - 1);
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual(['abandoned']);
    end.handled();
    expect(told).toEqual(['abandoned']);
  });

  it('takes an answer that has begun for the end of a handler that nobody follows', () => {
    const { response, told } = call({ headersSent: true });
    response.emit('close');
    expect(told).toEqual(['ended']);
  });

  it.each(['writeHead', 'write', 'end'] as const)(
    'takes %s after the client has left for the end of a handler that nobody follows',
    (method) => {
      const { response, told, answered } = call();
      response.emit('close');
      expect(told).toEqual([]);
      (response[method] as (code: number) => unknown)(200);
      expect(told).toEqual(['ended']);
      expect(answered).toEqual([[method, 200]]);
    },
  );

  it('takes nothing for the end of a handler that is followed but its end', () => {
    const { response, told, end } = call({ headersSent: true });
    end.follow();
    response.emit('close');
    response.end();
    expect(told).toEqual([]);
    end.handled();
    expect(told).toEqual(['ended']);
  });

  it('follows a handler from the moment it is asked to, after the client has left as well', () => {
    const { response, told, end } = call();
    response.emit('close');
    end.follow();
    response.end();
    expect(told).toEqual([]);
    end.handled();
    expect(told).toEqual(['ended']);
  });

  it.each([{ destroyed: true }, { writableFinished: true }])(
    'knows a response that is over: %o',
    (state) => {
      const { told, end } = call(state);
      end.handled();
      expect(told).toEqual(['ended']);
    },
  );

  it('leaves no timer behind when the handler ends in time', () => {
    const { response, clock, told, end } = call();
    response.emit('close');
    end.handled();
    clock.advance(memoryNestLimits.abandonedMs.value);
    expect(told).toEqual(['ended']);
  });

  it('goes by the handler alone where there is no response', () => {
    const told: CallOutcome[] = [];
    new CallEnd(null, (outcome) => told.push(outcome)).handled();
    expect(told).toEqual(['ended']);
  });
});
