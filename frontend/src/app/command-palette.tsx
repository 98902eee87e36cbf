import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { searchOnce } from '../api/search.ts';
import { useMe } from '../api/session.ts';
import { classNames } from '../ui/class-names.ts';
import { useSettled } from '../ui/use-settled.ts';
import { appMessages } from './messages.ts';
import { paletteCommands, type PaletteEntry } from './palette-commands.ts';
import type { Screen } from './screens.ts';

const MAX_RECORDS = 6;

/** Finds commands by name and records by words; arrows choose, Enter goes, Escape leaves. */
export default function CommandPalette({
  screens,
  onClose,
}: {
  screens: readonly Screen[];
  onClose: () => void;
}) {
  const me = useMe();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const words = useSettled(text.trim());
  const records = useQuery({
    queryKey: ['palette', words],
    queryFn: ({ signal }) => searchOnce(words, MAX_RECORDS, signal),
    enabled: words.length > 1 && me.permissions.includes('search:query'),
    placeholderData: (previous) => previous,
  });
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  const commands = paletteCommands(screens, me.permissions, text);
  const hits: PaletteEntry[] =
    words.length > 1
      ? (records.data?.items ?? []).map((hit) => ({
          id: `${hit.type}-${hit.id}`,
          group: appMessages.paletteRecords,
          label: hit.title,
          detail: [appMessages.paletteTypes[hit.type], hit.documentNumber, hit.courtId]
            .filter(Boolean)
            .join(' · '),
          path: hit.caseId ? `/cases/${hit.caseId}` : `/parties?q=${encodeURIComponent(hit.title)}`,
        }))
      : [];
  const entries = [...commands, ...hits];
  const index = Math.min(active, entries.length - 1);
  const go = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    navigate(entry.path);
  };

  return (
    <dialog
      ref={dialog}
      aria-label={appMessages.command}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      className="mt-[12vh] w-[calc(100vw-2rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-surface p-0 shadow-pop"
    >
      <input
        role="combobox"
        aria-label={appMessages.paletteInput}
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[index] ? `palette-${index}` : undefined}
        placeholder={appMessages.command}
        autoComplete="off"
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-faint"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            setActive((index + step + entries.length) % Math.max(1, entries.length));
          } else if (event.key === 'Enter') {
            event.preventDefault();
            go(entries[index]);
          }
        }}
      />
      <ul
        id="palette-list"
        role="listbox"
        aria-label={appMessages.command}
        className="max-h-96 overflow-y-auto p-2"
      >
        {entries.map((entry, position) => (
          <li
            key={entry.id}
            id={`palette-${position}`}
            role="option"
            aria-selected={position === index}
            ref={(element) => {
              if (position === index) element?.scrollIntoView({ block: 'nearest' });
            }}
            className={classNames(
              'flex cursor-pointer items-center justify-between gap-4 rounded-md px-3 py-1.5 text-sm',
              position === index && 'bg-accent-soft',
            )}
            onMouseMove={() => setActive(position)}
            onClick={() => go(entry)}
          >
            <span className="min-w-0 truncate">{entry.label}</span>
            <span className="shrink-0 text-xs text-faint">{entry.detail || entry.group}</span>
          </li>
        ))}
        {entries.length === 0 && (
          <li
            role="option"
            aria-selected={false}
            aria-disabled
            className="px-3 py-6 text-center text-sm text-dim"
          >
            {appMessages.paletteEmpty}
          </li>
        )}
      </ul>
    </dialog>
  );
}
