import { rowElementId } from './row-table-row.tsx';
import { uiMessages } from './messages.ts';
import { useShortcuts } from './shortcuts.ts';

const MAX_FRAMES = 20;

/** `j` and `k` move the focus through the rows of a table, also beyond what is mounted. */
export function useRowKeys(
  title: string,
  tableId: string,
  count: number,
  scrollTo: (index: number) => void,
): void {
  const move = (step: number) => {
    const last = count - 1;
    if (last < 0) return;
    const focused = focusedIndex(tableId);
    const next = focused === null ? 0 : Math.max(0, Math.min(last, focused + step));
    scrollTo(next);
    focusWhenMounted(rowElementId(tableId, next), MAX_FRAMES);
  };
  useShortcuts(title, [
    { keys: 'j', label: uiMessages.nextRow, run: () => move(1) },
    { keys: 'k', label: uiMessages.previousRow, run: () => move(-1) },
  ]);
}

function focusedIndex(tableId: string): number | null {
  const id = document.activeElement?.id ?? '';
  const prefix = rowElementId(tableId, 0).slice(0, -1);
  return id.startsWith(prefix) ? Number(id.slice(prefix.length)) : null;
}

function focusWhenMounted(id: string, framesLeft: number): void {
  const element = document.getElementById(id);
  if (element) element.focus();
  else if (framesLeft > 0) requestAnimationFrame(() => focusWhenMounted(id, framesLeft - 1));
}
