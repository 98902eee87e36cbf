import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Whether a program of the operating system is on the PATH. Where `CI` is true a missing one throws, so
 * that nothing is skipped there.
 */
export function hasTool(name: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const isHere = folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!isHere && process.env['CI'] === 'true') throw new Error(`${name} is not installed`);
  return isHere;
}
