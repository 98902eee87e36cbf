import { describe, expect, it } from 'vitest';
import { migrationFile } from './migration-file.ts';

describe('migrationFile', () => {
  it('reads number and name', () => {
    expect(migrationFile('0012-add-court-names.sql', 'SELECT 1', 12)).toMatchObject({
      version: 12,
      name: 'add-court-names',
      sql: 'SELECT 1',
    });
  });

  it('has the same checksum for both kinds of line ends', () => {
    const unix = migrationFile('0001-a.sql', 'SELECT 1;\nSELECT 2;\n', 1);
    const windows = migrationFile('0001-a.sql', 'SELECT 1;\r\nSELECT 2;\r\n', 1);
    expect(windows.checksum).toBe(unix.checksum);
  });

  it.each([
    ['0003-gap.sql', 2, /0002-name\.sql is expected/],
    ['0001-twice.sql', 2, /takes a number that an earlier file has/],
    ['0002-Wrong_Name.sql', 2, /0002-name\.sql is expected/],
    ['two.sql', 2, /0002-name\.sql is expected/],
  ])('refuses %s in place %i', (fileName, place, message) => {
    expect(() => migrationFile(fileName, '', place)).toThrow(
      expect.objectContaining({
        code: 'DB_MIGRATION_NAME',
        message: expect.stringMatching(message) as string,
      }),
    );
  });
});
