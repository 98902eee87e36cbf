import { describe, expect, it } from 'vitest';
import { readParams } from '../ui/use-search-params.ts';
import { boardQuery, isFiltered, listQuery, taskParams } from './task-params.ts';

const of = (search: string) => readParams(taskParams, search);

describe('the address of the tasks', () => {
  it('begins with one’s own unfinished tasks, those due first', () => {
    const params = of('');
    expect(listQuery(params, '2026-11-20')).toMatchObject({
      assignee: 'me',
      finished: false,
      sort: 'dueOn',
    });
    expect(isFiltered(params)).toBe(false);
  });

  it('turns spans of dates into dates, across the end of a month', () => {
    expect(boardQuery(of('due=week'), '2026-11-28')).toMatchObject({
      dueFrom: '2026-11-28',
      dueTo: '2026-12-05',
    });
    expect(boardQuery(of('due=later'), '2026-12-28').dueFrom).toBe('2027-01-05');
    expect(boardQuery(of('due=overdue'), '2026-11-28').overdue).toBe(true);
  });

  it('asks for everybody’s tasks without a name, and for one status by its own', () => {
    const query = listQuery(of('assignee=all&status=blocked'), '2026-11-20');
    expect(query).toMatchObject({ assignee: undefined, status: 'blocked' });
    expect(query).not.toHaveProperty('finished');
    expect(isFiltered(of('status=any'))).toBe(true);
  });
});
