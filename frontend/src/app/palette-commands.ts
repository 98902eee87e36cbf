import type { Permission } from '@lexiflow/contracts';
import { appMessages } from './messages.ts';
import type { Screen } from './screens.ts';

/** One line of the command palette: choosing it goes to `path`. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly detail: string;
  readonly path: string;
}

const makers: ReadonlyArray<{ label: string; path: string; permission: Permission }> = [
  { label: appMessages.newCase, path: '/cases?new=yes', permission: 'case:create' },
  { label: appMessages.newTask, path: '/tasks?task=new', permission: 'task:write' },
  { label: appMessages.newClient, path: '/clients?new=yes', permission: 'client:write' },
  { label: appMessages.newParty, path: '/parties?new=yes', permission: 'party:write' },
];

/** The commands whose name holds every word of `text`, screens first. */
export function paletteCommands(
  screens: readonly Screen[],
  permissions: readonly Permission[],
  text: string,
): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [
    ...screens.map((screen) => ({
      label: screen.label,
      path: screen.path,
      detail: `g ${screen.key}`,
    })),
    ...makers
      .filter((maker) => permissions.includes(maker.permission))
      .map((maker) => ({ label: maker.label, path: maker.path, detail: '' })),
  ];
  return all
    .filter((entry) => words.every((word) => entry.label.toLowerCase().includes(word)))
    .map((entry) => ({ ...entry, id: entry.path, group: appMessages.paletteCommands }));
}
