import { describe, expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import { FakeMachine } from './fake-machine.ts';
import { Sampler } from './sampler.ts';

const mib = 1024 * 1024;

function makeSampler(): { clock: FakeClock; machine: FakeMachine; sampler: Sampler } {
  const clock = new FakeClock();
  const machine = new FakeMachine({ rssBytes: 100 * mib, oldUsedBytes: 40 * mib });
  const sampler = new Sampler({
    limitBytes: 500 * mib,
    oldLimitBytes: 200 * mib,
    clock,
    machine,
    gc: machine.gc,
  });
  return { clock, machine, sampler };
}

describe('the sampler', () => {
  it('samples at once and then on its own timer until it is stopped', () => {
    const { clock, sampler } = makeSampler();
    let samples = 0;
    sampler.start(() => samples++);
    sampler.start(() => (samples += 100));
    clock.advance(1_000);
    expect(samples).toBe(11);
    sampler.stop();
    clock.advance(1_000);
    expect(samples).toBe(11);
    expect(clock.pendingTimers).toBe(0);
  });

  it('holds the process against the limit, and the cgroup where there is one', () => {
    const { machine, sampler } = makeSampler();
    expect(sampler.sample().workingSetBytes).toBe(100 * mib);
    machine.figures.cgroupWorkingSetBytes = 180 * mib;
    expect(sampler.sample().workingSetBytes).toBe(180 * mib);
  });

  it('tells the cgroup beside the process where the budget is the tighter limit', () => {
    const machine = new FakeMachine({ rssBytes: 100 * mib, cgroupWorkingSetBytes: 180 * mib });
    const limits = { limitBytes: 300 * mib, containerLimitBytes: 400 * mib };
    const sampler = new Sampler({ ...limits, machine, gc: machine.gc, clock: new FakeClock() });
    expect(sampler.sample()).toMatchObject({
      workingSetBytes: 100 * mib,
      limitBytes: 300 * mib,
      containerWorkingSetBytes: 180 * mib,
      containerLimitBytes: 400 * mib,
    });
  });

  it('knows the floor after a major collection, whatever is allocated afterwards', () => {
    const { clock, machine, sampler } = makeSampler();
    sampler.start(() => undefined);
    expect(sampler.reading.floorBytes).toBeNaN();
    clock.advance(50);
    machine.collect(30 * mib);
    machine.figures.oldUsedBytes = 90 * mib;
    clock.advance(50);
    expect(sampler.reading).toMatchObject({
      floorBytes: 30 * mib,
      floorAtMs: 50,
      oldUsedBytes: 90 * mib,
      majorCollections: 1,
    });
    sampler.stop();
  });

  it('lowers the floor when less is in use than it says', () => {
    const { machine, sampler } = makeSampler();
    machine.collect(30 * mib);
    machine.figures.oldUsedBytes = 20 * mib;
    expect(sampler.sample().floorBytes).toBe(20 * mib);
  });

  it('says how long it is to the limit when the working set grows steadily', () => {
    const { clock, machine, sampler } = makeSampler();
    sampler.start(() => (machine.figures.rssBytes += mib));
    clock.advance(6_000);
    const { timeToLimitMs, slopeBytesPerSecond, workingSetBytes } = sampler.reading;
    expect(slopeBytesPerSecond / mib).toBeCloseTo(10);
    expect(timeToLimitMs).toBeCloseTo(((500 * mib - workingSetBytes) / slopeBytesPerSecond) * 1000);
    sampler.stop();
  });

  it('says how late its timer was', () => {
    const { clock, sampler } = makeSampler();
    sampler.sample();
    clock.advance(340);
    expect(sampler.sample().eventLoopDelayMs).toBe(240);
  });

  it('goes on with the last figures when the machine cannot be read', () => {
    const { machine, sampler } = makeSampler();
    sampler.sample();
    machine.measure = () => {
      throw new Error('EACCES');
    };
    expect(sampler.sample()).toMatchObject({ rssBytes: 100 * mib, samples: 2 });
  });

  it('keeps the last readings for charts', () => {
    const { clock, machine, sampler } = makeSampler();
    sampler.start(() => (machine.figures.rssBytes += mib));
    clock.advance(70_000);
    expect(sampler.history.list('atMs')).toHaveLength(600);
    expect(sampler.history.list('rssBytes', 3).map((bytes) => bytes / mib)).toEqual([
      798, 799, 800,
    ]);
    sampler.stop();
  });

  it('closes the machine', () => {
    const { clock, machine, sampler } = makeSampler();
    sampler.start(() => undefined);
    sampler.close();
    expect(machine.isClosed).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});
