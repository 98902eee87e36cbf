import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { FakeClock } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { CallEnd } from './call-end.ts';
import type { CallOutcome } from './call-end.ts';

const connection = new EventEmitter();

function call(state: object = {}) {
  const response = Object.assign(new EventEmitter(), state) as unknown as ServerResponse;
  const clock = new FakeClock();
  const told: CallOutcome[] = [];
  const end = new CallEnd(response, (outcome) => told.push(outcome), clock);
  return { response, clock, told, end };
}

/** A call whose response has no connection yet, as Node gives it to one that was sent behind others. */
const queuedCall = () => call({ socket: null, req: { socket: connection } });

describe('CallEnd', () => {
  it('tells once, when the handler and the response have both ended, in either order', () => {
    const one = call();
    one.end.handled();
    expect(one.told).toEqual([]);
    one.response.emit('close');
    expect(one.told).toEqual(['ended']);

    const other = call();
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

  it('takes the end of the connection for that of a response that stood behind others', () => {
    const [first, second] = [queuedCall(), queuedCall()];
    first.end.handled();
    second.end.handled();
    expect([first.told, second.told]).toEqual([[], []]);
    first.response.emit('close');
    expect([first.told, second.told]).toEqual([['ended'], []]);
    connection.emit('close');
    expect([first.told, second.told]).toEqual([['ended'], ['ended']]);
    expect(connection.listenerCount('close')).toBe(0);
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
