import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import type { Admission, AdmissionRequest } from './admission.ts';
import { AdmissionControl } from './admission.ts';
import { Ledger } from './ledger.ts';
import { defaultPoolShares } from './pool-shares.ts';
import { priorities } from './priority.ts';
import { RefusalMaker } from './refusal-maker.ts';
import { RefusedShares } from './refused-shares.ts';

const mib = 1024 * 1024;

let clock: FakeClock;
let ledger: Ledger;
let shares: RefusedShares;
let admission: AdmissionControl;

beforeEach(() => {
  clock = new FakeClock();
  const refusals = new RefusalMaker(
    () => 'normal',
    () => 0.5,
  );
  const poolShares = { ...defaultPoolShares, request: { min: 0.15, max: 0.5 } };
  ledger = new Ledger({ limitBytes: 100 * mib, shares: poolShares, clock, refusals });
  shares = new RefusedShares();
  admission = new AdmissionControl({ ledger, shares, refusals, clock });
});

function ask(request: Partial<AdmissionRequest> = {}): Admission {
  return admission.admit({ route: 'GET /cases', priority: 'interactive', ...request });
}

function fill(request: Partial<AdmissionRequest> = {}): Admission[] {
  const admitted: Admission[] = [];
  for (let answer = ask(request); answer.ok; answer = ask(request)) admitted.push(answer);
  return admitted;
}

describe('admission', () => {
  it('promises the estimate and gives it back when the work ends', () => {
    const answer = ask({ estimateBytes: 3 * mib });
    expect(answer.ok).toBe(true);
    expect(ledger.pool('request').reservedBytes).toBe(3 * mib);
    if (answer.ok) answer.account.close();
    expect(ledger.pool('request').reservedBytes).toBe(0);
  });

  it('refuses with the numbers when the pool cannot promise the estimate', () => {
    const admitted = fill({ estimateBytes: 20 * mib });
    expect(admitted).toHaveLength(2);
    expect(ask({ estimateBytes: 20 * mib })).toEqual({
      ok: false,
      refusal: {
        code: 'MEM_POOL_FULL',
        status: 503,
        account: 'GET /cases',
        pool: 'request',
        usedBytes: 40 * mib,
        limitBytes: 50 * mib,
        requestedBytes: 20 * mib,
        level: 'normal',
        retryAfterSeconds: 2,
        retryHelps: true,
        detail:
          'GET /cases asked for 20971520 bytes of request, where 41943040 of 52428800 are in use ' +
          '(level normal): the pool is full.',
      },
    });
  });

  it('says that a retry does not help what is larger than the pool', () => {
    expect(ask({ estimateBytes: 60 * mib })).toMatchObject({ refusal: { retryHelps: false } });
  });

  it('lets few requests of an unknown route run side by side, and many once it is known to be light', () => {
    const cold = fill();
    expect(cold).toHaveLength(25);
    for (const answer of cold) if (answer.ok) answer.account.close();
    for (let i = 0; i < 100; i++) {
      const answer = ask();
      if (answer.ok) answer.account.close();
    }
    expect(fill()).toHaveLength((50 * mib) / (16 * 1024));
  });

  it('learns what a route accounts', () => {
    for (let i = 0; i < 100; i++) {
      const answer = ask({ route: 'GET /list' });
      if (!answer.ok) throw new Error('refused');
      answer.account.grow(mib);
      answer.account.shrink(mib);
      answer.account.close();
    }
    expect(admission.routes.of('GET /list').estimateBytes()).toBeGreaterThanOrEqual(0.99 * mib);
    const admitted = fill({ route: 'GET /list' });
    expect(admitted.length).toBeGreaterThanOrEqual(49);
    expect(admitted.length).toBeLessThanOrEqual(51);
  });

  it.each(['health', 'auth', 'admin', 'service'] as const)(
    'lets %s in when the pool is full, work is refused and the process drains',
    (priority) => {
      fill();
      for (const each of priorities) shares.set(each, 1);
      admission.isDraining = true;
      expect(ask({ priority }).ok).toBe(true);
      expect(admission.totals().overBudgetTotal).toBe(1);
    },
  );

  it('refuses the rest while draining', () => {
    admission.isDraining = true;
    expect(ask()).toMatchObject({ refusal: { code: 'MEM_DRAINING', status: 503 } });
  });

  it('refuses the share of a class that the pressure asks for, and counts it', () => {
    shares.set('report', 0.5);
    ask({ priority: 'report' });
    const answers = Array.from({ length: 10 }, () => ask({ priority: 'report', route: 'r' }).ok);
    expect(answers.filter((ok) => !ok)).toHaveLength(5);
    expect(admission.totals().refusedTotal).toEqual({ MEM_PRESSURE: 5 });
  });

  it('always lets a trickle through', () => {
    shares.set('interactive', 1);
    let admitted = 0;
    for (let i = 0; i < 100; i++) {
      const answer = ask();
      if (answer.ok) {
        admitted++;
        answer.account.close();
      }
      clock.advance(10);
    }
    expect(admitted).toBe(4);
  });
});

describe('admission that waits', () => {
  function askAndWait(
    more: Partial<AdmissionRequest> = {},
    signal?: AbortSignal,
  ): Promise<Admission> {
    const request: AdmissionRequest = { route: 'GET /cases', priority: 'interactive', ...more };
    return Promise.resolve(admission.admitOrWait(request, () => (signal ? { signal } : {})));
  }

  it('serves a burst at an unknown route as its first requests end', async () => {
    const burst = Array.from({ length: 100 }, () => askAndWait());
    let open = 0;
    let most = 0;
    const served = burst.map(async (pending) => {
      const answer = await pending;
      if (!answer.ok) return false;
      most = Math.max(most, ++open);
      await Promise.resolve();
      open--;
      answer.account.close();
      return true;
    });
    expect((await Promise.all(served)).every(Boolean)).toBe(true);
    expect(most).toBeLessThan(100);
    expect(ledger.pool('request').openAccounts).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses after 200 ms and leaves nothing behind', async () => {
    const admitted = fill();
    const waiting = askAndWait();
    clock.advance(200);
    expect(await waiting).toMatchObject({
      refusal: { code: 'MEM_WAIT_DEADLINE', retryHelps: true },
    });
    expect(ledger.pool('request').openAccounts).toBe(admitted.length);
    expect(admission.totals().refusedTotal).toMatchObject({ MEM_WAIT_DEADLINE: 1 });
  });

  it('does not wait where waiting cannot help', async () => {
    shares.set('report', 1);
    await askAndWait({ priority: 'report' });
    expect(await askAndWait({ priority: 'report' })).toMatchObject({
      refusal: { code: 'MEM_PRESSURE' },
    });
    fill();
    expect(await askAndWait({ priority: 'health' })).toMatchObject({ ok: true });
  });

  it('answers at once where it need not wait, without asking for how long', () => {
    const request = { route: 'GET /cases', priority: 'interactive' } as const;
    const answer = admission.admitOrWait(request, () => {
      throw new Error('asked');
    });
    expect(answer).toMatchObject({ ok: true });
  });

  it('lets earlier classes in first, and nobody overtake within a class', async () => {
    const admitted = fill({ estimateBytes: 5 * mib });
    const order: string[] = [];
    const wait = async (priority: 'bulk' | 'interactive', name: string): Promise<void> => {
      const answer = await askAndWait({ priority, estimateBytes: 5 * mib });
      if (answer.ok) order.push(name);
    };
    const waiting = [
      wait('bulk', 'import 1'),
      wait('interactive', 'read 1'),
      wait('bulk', 'import 2'),
      wait('interactive', 'read 2'),
    ];
    for (const answer of admitted.slice(0, 4)) if (answer.ok) answer.account.close();
    await Promise.all(waiting);
    expect(order).toEqual(['read 1', 'read 2', 'import 1', 'import 2']);
  });

  it('is not overtaken by those who do not wait, but by the classes that are always let in', async () => {
    const admitted = fill({ estimateBytes: 5 * mib });
    const waiting = askAndWait({ estimateBytes: 10 * mib });
    const [first] = admitted;
    if (first?.ok) first.account.close();
    expect(ask({ estimateBytes: 5 * mib }).ok).toBe(false);
    expect(ask({ estimateBytes: 5 * mib, priority: 'bulk' }).ok).toBe(false);
    expect(ask({ estimateBytes: mib, priority: 'health' }).ok).toBe(true);
    for (const answer of admitted.slice(1, 3)) if (answer.ok) answer.account.close();
    expect((await waiting).ok).toBe(true);
    expect(ask({ estimateBytes: mib }).ok).toBe(true);
  });

  it('ends with the client', async () => {
    const admitted = fill();
    const controller = new AbortController();
    const waiting = askAndWait({}, controller.signal);
    controller.abort(new Error('client left'));
    await expect(waiting).rejects.toThrow('client left');
    expect(ledger.pool('request').openAccounts).toBe(admitted.length);
    expect(ledger.waiting).toBe(0);
  });
});

describe('fairness between users', () => {
  it('lets one user have the whole pool while nobody contends for it', () => {
    for (let i = 0; i < 5; i++)
      expect(ask({ userId: 'anna', estimateBytes: 5 * mib }).ok).toBe(true);
  });

  it('answers 429 to a user above the share of a contended pool, and serves the others', () => {
    for (let i = 0; i < 6; i++) ask({ userId: 'anna', estimateBytes: 5 * mib });
    expect(ask({ userId: 'anna', estimateBytes: 5 * mib })).toMatchObject({
      refusal: {
        code: 'MEM_USER_SHARE',
        status: 429,
        usedBytes: 30 * mib,
        limitBytes: 12.5 * mib,
      },
    });
    expect(ask({ userId: 'ben', estimateBytes: 5 * mib }).ok).toBe(true);
  });

  it('always lets a user have one request, however large', () => {
    for (let i = 0; i < 6; i++) ask({ userId: 'anna', estimateBytes: 5 * mib });
    expect(ask({ userId: 'ben', estimateBytes: 15 * mib }).ok).toBe(true);
  });

  it('gives the share back when the work ends', () => {
    const admitted = Array.from({ length: 6 }, () =>
      ask({ userId: 'anna', estimateBytes: 5 * mib }),
    );
    for (const answer of admitted) if (answer.ok) answer.account.close();
    ask({ userId: 'ben', estimateBytes: 30 * mib });
    expect(ask({ userId: 'anna', estimateBytes: 5 * mib }).ok).toBe(true);
  });
});

describe('a full queue of those who wait', () => {
  const { limit } = new Ledger({ limitBytes: mib }).pool('request').waiters;
  let answers: string[];
  let patience: AbortController;

  beforeEach(() => {
    fill({ estimateBytes: 20 * mib });
    answers = [];
    patience = new AbortController();
  });

  /** Waits for 20 MiB and notes who was answered with what. */
  function wait(who: string, request: Partial<AdmissionRequest>): void {
    const { signal } = patience;
    const work = { route: 'GET /cases', priority: 'interactive', estimateBytes: 20 * mib } as const;
    const answer = admission.admitOrWait({ ...work, ...request }, () => ({ signal }));
    void Promise.resolve(answer).then(
      (each) => answers.push(`${who} ${each.ok ? 'let in' : each.refusal.code}`),
      () => answers.push(`${who} left`),
    );
  }
  const waiting = (): number => ledger.pool('request').waiters.length;
  const settled = async (): Promise<string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return answers.splice(0);
  };

  it('takes the last one of the user who has most there in favour of another user', async () => {
    for (let n = 0; n < limit; n++) wait(`anna ${n}`, { userId: 'anna' });
    expect(await settled()).toEqual([]);
    wait('ben', { userId: 'ben' });
    expect(await settled()).toEqual([`anna ${limit - 1} MEM_WAIT_QUEUE_FULL`]);
    wait('anna again', { userId: 'anna' });
    expect(await settled()).toEqual(['anna again MEM_WAIT_QUEUE_FULL']);
    expect(waiting()).toBe(limit);
    patience.abort();
    const left = await settled();
    expect([left.length, left.includes('ben left'), waiting()]).toEqual([limit, true, 0]);
    expect(ledger.pool('request').openAccounts).toBe(2);
  });

  it('counts a user who is named as a route for himself', async () => {
    for (let n = 0; n < limit - 1; n++) wait(`nobody's ${n}`, {});
    wait('his', { userId: 'GET /cases' });
    wait('his second', { userId: 'GET /cases' });
    expect(await settled()).toEqual([`nobody's ${limit - 2} MEM_WAIT_QUEUE_FULL`]);
    patience.abort();
    await settled();
  });

  it('takes the last one of a later class, and nobody of an earlier one', async () => {
    for (let n = 0; n < limit; n++) wait(`user ${n}`, { priority: 'export', userId: `user ${n}` });
    wait('another export', { priority: 'export', userId: 'ben' });
    expect(await settled()).toEqual(['another export MEM_WAIT_QUEUE_FULL']);
    wait('a read', { userId: 'ben' });
    expect(await settled()).toEqual([`user ${limit - 1} MEM_WAIT_QUEUE_FULL`]);
    expect(waiting()).toBe(limit);
    patience.abort();
    await settled();
  });
});
