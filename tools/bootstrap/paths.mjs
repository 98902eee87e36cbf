import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the whole project. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path below the project folder. */
export const at = (...parts) => join(root, ...parts);

/** What the last builds were made of; outside node_modules, because an installation removes that. */
export const stateFolder = at('.build');

/** The Node that package.json pins: the real binary, not the link that npm makes beside it. */
export const ownNode = at(
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
