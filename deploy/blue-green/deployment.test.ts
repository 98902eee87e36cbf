import { describe, expect, it } from 'vitest';
import { after, begin, firstDeployment, recovered } from './deployment.ts';
import type { Deployment, Outcome, Phase } from './deployment.ts';

const done: Outcome = { ok: true };
const failed: Outcome = { ok: false, reason: 'it broke' };
const at = (phase: Phase): Deployment => ({ ...begin(firstDeployment, 'v2'), phase });

function walk(outcomes: Partial<Record<Phase, Outcome>>): Deployment[] {
  const seen = [begin(firstDeployment, 'v2')];
  while (seen.at(-1)!.phase !== 'idle') {
    const now = seen.at(-1)!;
    seen.push(after(now, outcomes[now.phase] ?? done));
  }
  return seen;
}

const phases = (seen: readonly Deployment[]) => seen.map(({ phase }) => phase);

describe('a deployment', () => {
  it('trusts the new colour from the moment it answers alone', () => {
    const seen = walk({});
    expect(seen.map(({ phase, active }) => `${phase} ${active}`)).toEqual([
      'starting blue',
      'smoking blue',
      'shifting blue',
      'watching blue',
      'settling blue',
      'draining green',
      'idle green',
    ]);
    expect(seen.at(-1)!.reason).toBeNull();
  });

  it.each<Phase>(['starting', 'smoking'])(
    'that fails while %s never touches the traffic and removes the candidate',
    (phase) => {
      const seen = walk({ [phase]: failed });
      expect(phases(seen).slice(-3)).toEqual([phase, 'discarding', 'idle']);
      expect(seen.at(-1)).toMatchObject({ active: 'blue', reason: 'it broke' });
    },
  );

  it.each<Phase>(['shifting', 'watching', 'settling'])(
    'that fails while %s returns the traffic before it removes the candidate',
    (phase) => {
      const seen = walk({ [phase]: failed });
      expect(phases(seen).slice(-4)).toEqual([phase, 'returning', 'discarding', 'idle']);
      expect(seen.at(-1)).toMatchObject({ active: 'blue', reason: 'it broke' });
    },
  );

  it('stays with returning the traffic until that has worked', () => {
    expect(after(at('returning'), failed).phase).toBe('returning');
  });

  it('is complete although the old colour could not be stopped', () => {
    const settled = after(at('settling'), done);
    expect(after(settled, failed)).toMatchObject({ phase: 'idle', active: 'green' });
  });

  it('keeps the first reason when cleaning up fails as well', () => {
    const returning = after(at('watching'), { ok: false, reason: 'memory' });
    expect(after(returning, failed).reason).toBe('memory');
  });
});

describe('the run after one that ended in the middle', () => {
  it.each<[Phase, Phase]>([
    ['idle', 'idle'],
    ['starting', 'discarding'],
    ['smoking', 'discarding'],
    ['shifting', 'returning'],
    ['watching', 'returning'],
    ['settling', 'settling'],
    ['draining', 'draining'],
    ['returning', 'returning'],
    ['discarding', 'discarding'],
  ])('goes from %s on with %s', (phase, next) => {
    expect(recovered(at(phase)).phase).toBe(next);
  });

  it('says where the other one ended', () => {
    expect(recovered(at('watching')).reason).toBe('the run ended while watching');
    expect(recovered(at('draining')).reason).toBeNull();
  });
});
