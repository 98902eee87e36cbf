import { describe, expect, it } from 'vitest';
import { federalCourts } from './federal-courts.ts';

const byId = new Map(federalCourts.map((court) => [court.id, court]));

describe('federalCourts', () => {
  it('has the 94 judicial districts and the 13 circuits, each id once', () => {
    expect(
      federalCourts.filter((court) => court.type === 'trial' && court.id !== 'cit'),
    ).toHaveLength(94);
    expect(federalCourts.filter((court) => /^ca(?:\d+|dc|fc)$/.test(court.id))).toHaveLength(13);
    expect(byId.size).toBe(federalCourts.length);
  });

  it.each([
    ['nysd', 'United States District Court for the Southern District of New York', 'S.D.N.Y.'],
    ['cacd', 'United States District Court for the Central District of California', 'C.D. Cal.'],
    ['akd', 'United States District Court for the District of Alaska', 'D. Alaska'],
    ['dcd', 'United States District Court for the District of Columbia', 'D.D.C.'],
    [
      'nmid',
      'United States District Court for the District of Northern Mariana Islands',
      'D. N. Mar. I.',
    ],
    [
      'wvnd',
      'United States District Court for the Northern District of West Virginia',
      'N.D. W. Va.',
    ],
    ['ca2', 'United States Court of Appeals for the Second Circuit', '2d Cir.'],
    ['jpml', 'Judicial Panel on Multidistrict Litigation', 'J.P.M.L.'],
  ])('names %s', (id, name, citation) => {
    expect(byId.get(id)).toMatchObject({ name, citation, system: 'federal' });
  });
});
