import { describe, expect, it } from 'vitest';
import { listenCommands } from './listen-command.ts';

describe('listenCommands', () => {
  it.each([
    ['LISTEN news', [[true, 'news']]],
    ['listen News', [[true, 'news']]],
    ['LISTEN "News ""x"""', [[true, 'News "x"']]],
    ['UNLISTEN *', [[false, '*']]],
    [
      'SELECT 1; LISTEN a; UNLISTEN b',
      [
        [true, 'a'],
        [false, 'b'],
      ],
    ],
    ["SELECT 'LISTEN x'", []],
    ['SELECT listen FROM news', []],
  ])('reads %s', (sql, expected) => {
    expect(listenCommands(sql).map(({ isListen, channel }) => [isListen, channel])).toEqual(
      expected,
    );
  });
});
