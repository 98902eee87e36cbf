import { useEffect, useRef, useSyncExternalStore } from 'react';
import { KeySequence, stroke } from './match-keys.ts';
import { readSetting, writeSetting } from './stored-setting.ts';

/** A key, a sequence such as `g c`, or `mod+k`, and what it does. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

/** The shortcuts of one screen part. */
export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const SETTING = 'lexiflow.single-keys';
const sequence = new KeySequence();
const listeners = new Set<() => void>();
let groups: readonly ShortcutGroup[] = [];
let singleKeys = readSetting(SETTING) !== 'off';

function publish(next: readonly ShortcutGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The groups that are active now, as the help shows them. */
export function useActiveShortcuts(): readonly ShortcutGroup[] {
  return useSyncExternalStore(subscribe, () => groups);
}

/** Whether keys without Ctrl or Command act; speech input needs them off (WCAG 2.1.4). */
export function useSingleKeys(): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(subscribe, () => singleKeys);
  const set = (next: boolean) => {
    singleKeys = next;
    writeSetting(SETTING, next ? null : 'off');
    publish([...groups]);
  };
  return [on, set];
}

/** Makes shortcuts act while the calling component is mounted; later groups win. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const signature = shortcuts.map(({ keys, label }) => `${keys}\t${label}`).join('\n');
  useEffect(() => {
    const group: ShortcutGroup = {
      title,
      shortcuts: latest.current.map(({ keys, label }) => ({
        keys,
        label,
        run: () => latest.current.find((shortcut) => shortcut.keys === keys)?.run(),
      })),
    };
    publish([...groups, group]);
    return () => publish(groups.filter((other) => other !== group));
  }, [title, signature]);
}

/** Runs the shortcut that a key event stands for; listens until the returned function is called. */
export function listenForShortcuts(target: Window): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.defaultPrevented ? null : stroke(event);
    if (key === null) return;
    if (!key.startsWith('mod+') && (!singleKeys || isTaken(event.target))) return;
    for (const keys of sequence.push(key, event.timeStamp)) {
      const found = groups
        .flatMap((group) => group.shortcuts)
        .findLast((shortcut) => shortcut.keys === keys);
      if (!found) continue;
      event.preventDefault();
      sequence.reset();
      found.run();
      return;
    }
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

// Someone typing, or a dialog that is open, keeps its keys.
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return (
    target instanceof HTMLElement && target.matches('input, select, textarea, [role=menuitem]')
  );
}
