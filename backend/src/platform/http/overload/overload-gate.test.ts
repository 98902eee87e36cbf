import { FakeClock, Ledger } from '@lexiflow/memory';
import type { MemoryHost } from '@lexiflow/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../errors/define-error.ts';
import { OverloadGate } from './overload-gate.ts';
import { overloadLimits } from './overload.limits.ts';

const { firstInFlight, leastInFlight, waiters, burstWaitMs, standingWaitMs, lookMs } =
  overloadLimits;
const { bulkInOverload, refusalsPerLook, arrivalsPerLook, standingMs } = overloadLimits;

/** A connection that counts its rests. */
class Connection {
  waitedMs = 0;
  rests = 0;
  wakes = 0;
  get isResting(): boolean {
    return this.rests > this.wakes;
  }
  rest(): void {
    this.rests++;
  }
  wake(): void {
    this.wakes++;
  }
}

/** One request as the gate sees it. */
class Visit {
  outcome: 'open' | 'in' | string = 'open';
  retryAfterSeconds = 0;
  isHere = true;

  constructor(gate: OverloadGate, connection: Connection | null = null) {
    gate.enter({ isGone: () => !this.isHere, connection }, (error) => {
      this.outcome = error === undefined ? 'in' : (error as AppError).code;
      this.retryAfterSeconds = (error as AppError | undefined)?.facts.retryAfterSeconds ?? 0;
    });
  }
}

describe('OverloadGate', () => {
  let clock: FakeClock;
  let ledger: Ledger;
  let gate: OverloadGate;
  let queued: number;

  beforeEach(() => {
    clock = new FakeClock();
    ledger = new Ledger({ limitBytes: 64 * 1024 * 1024, clock });
    const host = {
      openAccount: ledger.openAccount.bind(ledger),
      registerReclaimer: () => () => undefined,
      registerPausable: () => () => undefined,
    } satisfies MemoryHost;
    queued = 0;
    gate = new OverloadGate(host, () => queued, clock);
  });

  const visits = (count: number) => Array.from({ length: count }, () => new Visit(gate));
  const outcomes = (of: readonly Visit[]) => {
    const counts: Record<string, number> = {};
    for (const { outcome } of of) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };
  /** An overload that lasts: work takes long and callers wait for connections all the time. */
  const overload = (ms: number, workMs = 500) => {
    queued = 5;
    for (let passed = 0; passed < ms; passed += lookMs) {
      clock.advance(lookMs);
      if (gate.figures.inFlight === 0) continue;
      gate.leave(workMs);
      visits(1);
    }
  };

  const empty = () => {
    while (gate.figures.inFlight > 0) {
      gate.leave(5);
      clock.advance(0);
    }
  };

  it('lets in what it can and calls the others in the order of their arrival', () => {
    const all = visits(firstInFlight + 3);
    expect(outcomes(all)).toEqual({ in: firstInFlight, open: 3 });
    gate.leave(5);
    expect(all.slice(-3).map(({ outcome }) => outcome)).toEqual(['in', 'open', 'open']);
    gate.leave(5);
    gate.leave(5);
    expect(outcomes(all)).toEqual({ in: firstInFlight + 3 });
    expect(gate.figures).toMatchObject({ inFlight: firstInFlight, waiting: 0, refused: 0 });
  });

  it('lets more in when all places are taken and nothing queues up', () => {
    visits(firstInFlight + 400);
    clock.advance(2000 - lookMs);
    expect(gate.figures.limit).toBeGreaterThan(firstInFlight * 1.5);
    expect(gate.figures.inFlight).toBe(gate.figures.limit);
  });

  it('does not shed slow work behind which nothing waits', () => {
    for (let passed = 0; passed < 5000; passed += lookMs) {
      visits(1);
      clock.advance(lookMs);
      gate.leave(3000);
    }
    expect(gate.figures).toMatchObject({ refused: 0, limit: firstInFlight });
  });

  it('lets in less while a queue stands, and never less than keeps the connections busy', () => {
    visits(firstInFlight);
    overload(1000);
    expect(gate.figures.limit).toBeLessThan(firstInFlight);
    overload(20_000);
    expect(gate.figures.limit).toBe(leastInFlight);
  });

  it('has a burst wait, and refuses early in an overload', () => {
    visits(firstInFlight);
    const burst = new Visit(gate);
    clock.advance(burstWaitMs - 100);
    // The limit has grown meanwhile: fill it again so that the next one has to wait.
    expect(burst.outcome).toBe('in');
    visits(gate.figures.limit - gate.figures.inFlight);
    queued = 1;
    clock.advance(standingMs + lookMs);
    const late = new Visit(gate);
    visits(waiters);
    clock.advance(standingWaitMs + 2 * lookMs);
    expect(late.outcome).toBe('HTTP_OVERLOADED');
    expect(late.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  });

  it('calls the latest in an overload, because the first is late in any case', () => {
    visits(firstInFlight);
    queued = 1;
    clock.advance(standingMs + 2 * lookMs);
    const [first, last] = visits(2) as [Visit, Visit];
    gate.leave(1);
    clock.advance(0);
    expect([first.outcome, last.outcome]).toEqual(['open', 'in']);
  });

  it('in an overload makes room only when the turn of the event loop is over', () => {
    visits(firstInFlight);
    overload(1000);
    empty();
    const { limit } = gate.figures;
    // Each is answered as soon as it is in, as what is read from a cache is.
    const served = Array.from({ length: 10 * limit }, () => {
      const visit = new Visit(gate);
      if (visit.outcome === 'in') gate.leave(1);
      return visit;
    });
    expect(outcomes(served)['in']).toBe(limit);
    clock.advance(0);
    expect(outcomes(served)['in']).toBe(2 * limit);
  });

  it('lets imports in as they come, and in an overload only a few', () => {
    const bulk = (count: number) =>
      Array.from({ length: count }, () => {
        let answer = 'open';
        gate.enterBulk(null, (error) => (answer = error ? (error as AppError).code : 'in'));
        return answer;
      });
    expect(bulk(20)).not.toContain('HTTP_OVERLOADED');
    for (let left = 0; left < 20; left++) gate.leaveBulk();
    overload(1000);
    expect(bulk(bulkInOverload + 1)).toEqual(['in', 'in', 'HTTP_OVERLOADED']);
    gate.leaveBulk();
    expect(bulk(2)).toEqual(['in', 'HTTP_OVERLOADED']);
  });

  it('bounds those who wait', () => {
    visits(firstInFlight);
    const waiting = visits(waiters);
    expect(new Visit(gate).outcome).toBe('HTTP_OVERLOADED');
    expect(outcomes(waiting)).toEqual({ open: waiters });
    expect(gate.figures.waiting).toBe(waiters);
  });

  it('gives no place to a client that has left', () => {
    visits(firstInFlight);
    const [left, stays] = visits(2) as [Visit, Visit];
    left.isHere = false;
    gate.leave(1);
    expect([left.outcome, stays.outcome]).toEqual(['HTTP_CLIENT_LEFT', 'in']);
    expect(gate.figures.inFlight).toBe(firstInFlight);
  });

  it('recovers within two seconds when the overload is over', () => {
    visits(firstInFlight);
    overload(10_000);
    queued = 0;
    empty();
    clock.advance(2000);
    expect(outcomes(visits(leastInFlight))).toEqual({ in: leastInFlight });
    expect(gate.figures).toMatchObject({ waiting: 0, held: 0 });
  });

  describe('refusals', () => {
    /** Everything is full: each further request is refused. */
    const fill = () => visits(firstInFlight + waiters);

    it('are answered at once while they are few', () => {
      fill();
      expect(outcomes(visits(refusalsPerLook))).toEqual({ HTTP_OVERLOADED: refusalsPerLook });
    });

    it('are held back on a connection that others use too, and all of them answered', () => {
      fill();
      const crowd = visits(20 * refusalsPerLook);
      const answered = () => outcomes(crowd)['HTTP_OVERLOADED'] ?? 0;
      expect(answered()).toBe(refusalsPerLook);
      expect(gate.figures.held).toBe(19 * refusalsPerLook);
      clock.advance(3 * lookMs);
      expect(answered()).toBe(4 * refusalsPerLook);
      clock.advance(16 * lookMs);
      expect(answered()).toBe(20 * refusalsPerLook);
      // Those who waited were refused meanwhile.
      clock.advance(10_000);
      expect(ledger.pool('request').usedBytes).toBe(0);
    });

    it('are answered at once on a connection of its own, which is read again in its turn', () => {
      fill();
      const connections = Array.from({ length: 20 * refusalsPerLook }, () => new Connection());
      const crowd = connections.map((connection) => new Visit(gate, connection));
      expect(outcomes(crowd)).toEqual({ HTTP_OVERLOADED: crowd.length });
      expect(gate.figures).toMatchObject({ held: 0, resting: 19 * refusalsPerLook });
      const awake = () => connections.filter(({ rests, wakes }) => rests === wakes).length;
      expect(awake()).toBe(refusalsPerLook);
      clock.advance(lookMs);
      expect(awake()).toBe(2 * refusalsPerLook);
      clock.advance(18 * lookMs);
      expect(awake()).toBe(20 * refusalsPerLook);
    });

    it('give several requests that were sent in one go one rest', () => {
      fill();
      visits(refusalsPerLook);
      const connection = new Connection();
      const sent = Array.from({ length: 5 }, () => new Visit(gate, connection));
      expect(outcomes(sent)).toEqual({ HTTP_OVERLOADED: 5 });
      expect(connection.rests).toBe(1);
      expect(gate.figures.resting).toBe(1);
    });

    it('say how long the connection is not read', () => {
      fill();
      const crowd = Array.from({ length: 3000 }, () => new Visit(gate, new Connection()));
      const restSeconds = (2999 / refusalsPerLook / 1000) * lookMs;
      expect(crowd.at(-1)?.retryAfterSeconds).toBeGreaterThanOrEqual(restSeconds * 0.95);
    });

    it('meet newcomers no later because a crowd waits', () => {
      fill();
      visits(50 * refusalsPerLook);
      clock.advance(lookMs);
      expect(outcomes(visits(refusalsPerLook))).toEqual({ HTTP_OVERLOADED: refusalsPerLook });
    });

    it('are charged while they are held, and answered at once without room', () => {
      fill();
      const hog = ledger.openAccount('request', 'hog');
      for (let bytes = 64 * 1024 * 1024; bytes >= 1024; bytes /= 2) while (hog.grow(bytes));
      expect(outcomes(visits(500))).toEqual({ HTTP_OVERLOADED: 500 });
      hog.close();
    });

    it('are all answered when the server stops, and none is held from then on', () => {
      fill();
      const crowd = visits(1000);
      gate.release();
      expect(outcomes(crowd)).toEqual({ HTTP_OVERLOADED: 1000 });
      expect(outcomes(visits(1000))).toEqual({ HTTP_OVERLOADED: 1000 });
      expect(gate.figures.held).toBe(0);
    });
  });

  describe('what has waited in the kernel', () => {
    const waited = (ms: number) => {
      const connection = new Connection();
      connection.waitedMs = ms;
      return { connection, visit: new Visit(gate, connection) };
    };

    it('is refused in an overload, without a rest', () => {
      expect(waited(standingWaitMs + 1).visit.outcome).toBe('in');
      visits(firstInFlight);
      overload(2000);
      gate.leave(1);
      const late = waited(standingWaitMs + 1);
      expect(late.visit.outcome).toBe('HTTP_OVERLOADED');
      expect(late.connection.rests).toBe(0);
    });

    it('is refused without one when it has waited longer than a burst may', () => {
      expect(waited(burstWaitMs).visit.outcome).toBe('in');
      expect(waited(burstWaitMs + 1).visit.outcome).toBe('HTTP_OVERLOADED');
    });
  });

  it('is refused for an import too, whose client has no patience left', () => {
    const ask = (waitedMs: number) => {
      const connection = new Connection();
      connection.waitedMs = waitedMs;
      let answer = 'open';
      gate.enterBulk(connection, (error) => (answer = error ? (error as AppError).code : 'in'));
      return answer;
    };
    expect([ask(burstWaitMs), ask(burstWaitMs + 1)]).toEqual(['in', 'HTTP_OVERLOADED']);
    overload(2000);
    expect([ask(0), ask(standingWaitMs + 1)]).toEqual(['in', 'HTTP_OVERLOADED']);
  });

  describe('new connections', () => {
    const arrive = (count: number) => {
      const connections = Array.from({ length: count }, () => new Connection());
      for (const connection of connections) gate.arrive(connection);
      return connections;
    };
    const resting = (of: readonly Connection[]) =>
      of.filter(({ rests, wakes }) => rests > wakes).length;

    it('are read at once while there is no overload', () => {
      expect(resting(arrive(1000))).toBe(0);
    });

    it('are read a few at a time in an overload', () => {
      visits(firstInFlight);
      overload(2000);
      const crowd = arrive(5 * arrivalsPerLook);
      expect(resting(crowd)).toBe(4 * arrivalsPerLook);
      clock.advance(lookMs);
      expect(resting(crowd)).toBe(3 * arrivalsPerLook);
      gate.release();
      expect(resting(crowd)).toBe(0);
      expect(resting(arrive(1000))).toBe(0);
    });
  });

  it('leaves no new connection unread for longer than its first headers may take', () => {
    visits(firstInFlight);
    overload(2000);
    const { arrivalRestMs } = overloadLimits;
    const crowd = Array.from({ length: (2 * arrivalRestMs * arrivalsPerLook) / lookMs }, () => {
      const connection = new Connection();
      gate.arrive(connection);
      return connection;
    });
    expect(gate.figures.resting).toBeGreaterThan(0);
    clock.advance(arrivalRestMs + 2 * lookMs);
    expect(crowd.filter(({ rests, wakes }) => rests > wakes)).toEqual([]);
    expect(crowd.at(-1)?.rests).toBe(0);
  });

  it('leaves no timer and no byte behind', () => {
    visits(firstInFlight + waiters + 500);
    gate.release();
    gate.close();
    expect(clock.pendingTimers).toBe(0);
    expect(ledger.pool('request').openAccounts).toBe(0);
  });
});
