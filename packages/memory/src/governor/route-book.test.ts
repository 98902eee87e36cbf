import { describe, expect, it } from 'vitest';
import { governorLimits } from './governor.limits.ts';
import { RouteBook } from './route-book.ts';

const mib = 1024 * 1024;
const floor = governorLimits.floorEstimateBytes.value;

function complete(book: RouteBook, route: string, peakBytes: number, times: number): void {
  for (let i = 0; i < times; i++) {
    const cost = book.of(route);
    cost.inFlight++;
    cost.complete(peakBytes);
  }
}

describe('the estimate of a route', () => {
  it('starts at the cold estimate and falls to what is seen', () => {
    const book = new RouteBook(mib);
    expect(book.of('GET /').estimateBytes()).toBe(mib);
    complete(book, 'GET /', 0, 4);
    expect(book.of('GET /').estimateBytes()).toBe(mib / 2);
    complete(book, 'GET /', 0, 60);
    expect(book.of('GET /').estimateBytes()).toBe(floor);
  });

  it('is never below what is known of this request', () => {
    const book = new RouteBook(floor);
    expect(book.of('POST /').estimateBytes(5 * mib)).toBe(5 * mib);
  });

  it('follows the large requests of a route, not their mean', () => {
    const book = new RouteBook(floor);
    for (let i = 0; i < 50; i++) {
      complete(book, 'GET /list', 10_000, 9);
      complete(book, 'GET /list', mib, 1);
    }
    const [route] = book.list(1);
    expect(route?.accountedMeanBytes).toBeLessThan(mib / 4);
    expect(route?.estimateBytes).toBeGreaterThan(0.75 * mib);
  });
});

describe('what open requests hold without an account', () => {
  it('is learned from how live bytes change with the number of open requests', () => {
    const book = new RouteBook(floor);
    const base = 40 * mib;
    const opens = [0, 10, 20, 5, 15, 0, 20, 8, 18, 2, 12, 20, 0, 16, 4, 20, 1, 19];
    book.learnHeld(base);
    for (const open of opens) {
      book.of('GET /export').inFlight = open;
      book.learnHeld(base + open * 3 * mib);
    }
    expect(book.of('GET /export').heldBytes / mib).toBeCloseTo(3, 0);
  });

  it('is told apart per route', () => {
    const book = new RouteBook(floor);
    book.learnHeld(0);
    for (let i = 0; i < 100; i++) {
      const heavy = book.of('heavy');
      const light = book.of('light');
      heavy.inFlight = (i * 7) % 13;
      light.inFlight = (i * 5) % 31;
      book.learnHeld(heavy.inFlight * 2 * mib + light.inFlight * 20_000);
    }
    expect(book.of('heavy').heldBytes / mib).toBeCloseTo(2, 0);
    expect(book.of('light').heldBytes).toBeLessThan(0.2 * mib);
  });

  it('is soon known to be little where others make the noise', () => {
    const book = new RouteBook(floor);
    book.learnHeld(0);
    const open = (route: string, count: number): void => void (book.of(route).inFlight = count);
    // Uploads fill their buffers while they run: live bytes move with no request opened or closed.
    for (let i = 0; i < 60; i++) {
      open('POST /import', 40);
      open('GET /list', (i * 5) % 17);
      book.learnHeld((i % 2 === 0 ? 20 : 30) * mib);
    }
    expect(book.of('GET /list').estimateBytes()).toBeLessThan(0.5 * mib);
  });

  it('stays with what a request holds while memory decides how many are open', () => {
    const book = new RouteBook(floor);
    const cost = book.of('GET /work');
    const eachBytes = 0.2 * mib;
    let seed = 7;
    const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2 ** 31;
    const estimates: number[] = [];
    book.learnHeld(0);
    for (let i = 0; i < 500; i++) {
      // Answers under way take room too, so fewer are let in: feedback that changes would teach.
      const otherBytes = 16 * mib * chance();
      cost.inFlight = Math.floor((40 * mib - otherBytes) / Math.max(floor, cost.estimateBytes()));
      book.learnHeld(cost.inFlight * eachBytes + otherBytes, true);
      estimates.push(cost.heldBytes / eachBytes);
    }
    expect(Math.min(...estimates.slice(20))).toBeGreaterThan(0.8);
    expect(Math.max(...estimates.slice(20))).toBeLessThan(2.5);
  });

  it('does not take a slow leak for the cost of requests', () => {
    const book = new RouteBook(floor);
    for (let i = 0; i < 200; i++) {
      book.of('GET /').inFlight = 10;
      book.learnHeld(i * mib);
    }
    expect(book.of('GET /').heldBytes).toBe(0);
  });

  it('gives way when open requests are taken to hold more than is alive', () => {
    const book = new RouteBook(floor);
    const cost = book.of('GET /');
    book.learnHeld(20 * mib);
    cost.inFlight = 10;
    book.learnHeld(120 * mib);
    const learned = cost.heldBytes;
    expect(learned).toBeGreaterThan(8 * mib);
    // The same number stays open, but now only 2 MB each are alive.
    for (let i = 0; i < 40; i++) book.learnHeld(40 * mib);
    expect(cost.heldBytes / mib).toBeCloseTo(2, 0);
  });

  it('is never more than all live bytes among the open requests', () => {
    const book = new RouteBook(floor);
    book.learnHeld(0);
    book.of('GET /').inFlight = 10;
    book.learnHeld(100 * mib);
    expect(book.of('GET /').heldBytes).toBeLessThanOrEqual(10 * mib);
  });
});

it('shares one row among the routes beyond its bound', () => {
  const book = new RouteBook(floor, 4);
  for (let i = 0; i < 100; i++) book.of(`GET /${i}`).admittedTotal++;
  expect(book.size).toBe(4);
  expect(book.of('GET /99').route).toBe('(other)');
  expect(book.of('GET /0').route).toBe('GET /0');
  expect(book.of('(other)').admittedTotal).toBe(97);
});
