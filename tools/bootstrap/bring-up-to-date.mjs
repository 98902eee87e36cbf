import { allPartsAnew, build, changedParts } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';

/**
 * Installs and builds what is missing or changed; writes nothing when all is current.
 * `mode` is `none` (install only), `changed`, or `all` (every part anew).
 */
export async function bringUpToDate(mode) {
  const isCurrent = () => isInstalled() && (mode === 'none' || changedParts().length === 0);
  if (mode !== 'all' && isCurrent()) return;
  await withLock(async () => {
    if (!isInstalled()) await install();
    if (mode === 'all') await build(allPartsAnew());
    if (mode === 'changed') await build(changedParts());
  });
}
