import { MAX_CHECKLIST_ITEMS, type ChecklistItem } from '@lexiflow/contracts';
import { Plus, X } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { Button } from '../button.tsx';
import { classNames } from '../class-names.ts';
import { taskMessages } from './messages.ts';

const text = taskMessages.dialog;

/** The checklist of a task: Enter adds a line, Backspace in an empty one removes it. */
export function ChecklistEditor({
  items,
  onChange,
}: {
  items: readonly ChecklistItem[];
  onChange: (items: readonly ChecklistItem[]) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const isFull = items.length >= MAX_CHECKLIST_ITEMS;
  const focusAt = useRef<number | null>(null);
  // Before the next key arrives: what is typed on goes into the new line.
  useLayoutEffect(() => {
    if (focusAt.current === null) return;
    list.current?.querySelectorAll<HTMLInputElement>('input[type=text]')[focusAt.current]?.focus();
    focusAt.current = null;
  }, [items]);
  const set = (index: number, change: Partial<ChecklistItem>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...change } : item)));
  const add = (index: number) => {
    if (isFull) return;
    focusAt.current = index;
    onChange(items.toSpliced(index, 0, { text: '', done: false }));
  };
  const remove = (index: number) => {
    focusAt.current = Math.max(0, index - 1);
    onChange(items.toSpliced(index, 1));
  };
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-dim">
        {text.checklist}
        {items.length > 0 && (
          <span className="numbers font-normal text-faint">
            {' · '}
            {taskMessages.checklist(items.filter(({ done }) => done).length, items.length)}
          </span>
        )}
      </legend>
      <ul ref={list} className="flex flex-col gap-1">
        {items.map((item, index) => (
          <li key={index} className="flex items-center gap-2">
            <input
              type="checkbox"
              aria-label={text.itemDone(item.text)}
              checked={item.done}
              onChange={(event) => set(index, { done: event.target.checked })}
            />
            <input
              type="text"
              aria-label={text.itemText(index + 1)}
              maxLength={300}
              className={classNames('input flex-1', item.done && 'text-faint line-through')}
              value={item.text}
              onChange={(event) => set(index, { text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Enter') {
                  event.preventDefault();
                  add(index + 1);
                } else if (event.key === 'Backspace' && item.text === '') {
                  event.preventDefault();
                  remove(index);
                }
              }}
            />
            <Button
              tone="quiet"
              icon
              aria-label={text.removeItem(item.text)}
              onClick={() => remove(index)}
            >
              <X size={14} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      {!isFull && (
        <Button tone="quiet" className="mt-1" onClick={() => add(items.length)}>
          <Plus size={14} aria-hidden />
          {text.addItem}
        </Button>
      )}
    </fieldset>
  );
}
