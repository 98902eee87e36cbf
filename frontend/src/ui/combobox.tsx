import { useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import type { ControlAttributes } from './field.tsx';
import { uiMessages } from './messages.ts';
import type { Choice } from './select.tsx';

/**
 * A text box that offers choices while typing (the ARIA combobox pattern). `onFind` hears what
 * is typed; the owner answers with `choices`. Emptying the box chooses nothing.
 */
export function Combobox({
  attributes,
  label,
  text,
  choices,
  placeholder,
  onFind,
  onChoose,
}: {
  attributes?: ControlAttributes;
  label?: string;
  text: string;
  choices: readonly Choice[];
  placeholder?: string;
  onFind: (text: string) => void;
  onChoose: (choice: Choice | null) => void;
}) {
  const listId = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const isOpen = draft !== null;
  const index = Math.min(active, choices.length - 1);

  const choose = (choice: Choice | null) => {
    setDraft(null);
    onChoose(choice);
  };
  const leave = () => {
    if (draft?.trim() === '' && text !== '') onChoose(null);
    setDraft(null);
  };
  return (
    <div className="relative">
      <input
        {...attributes}
        ref={input}
        role="combobox"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && choices[index] ? `${listId}-${index}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        className="input"
        value={draft ?? text}
        onChange={(event) => {
          setDraft(event.target.value);
          setActive(0);
          onFind(event.target.value);
        }}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            if (!isOpen) {
              setDraft(text);
              onFind('');
            } else {
              const step = event.key === 'ArrowDown' ? 1 : -1;
              setActive((index + step + choices.length) % Math.max(1, choices.length));
            }
          } else if (event.key === 'Enter' && isOpen) {
            event.preventDefault();
            choose(draft.trim() === '' ? null : (choices[index] ?? null));
          } else if (event.key === 'Escape' && isOpen) {
            event.preventDefault();
            event.stopPropagation();
            setDraft(null);
          }
        }}
      />
      <ul
        id={listId}
        role="listbox"
        aria-label={label ?? placeholder ?? uiMessages.noChoice}
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-60 overflow-y-auto rounded-md border border-line bg-surface py-1 shadow-pop"
      >
        {choices.map((choice, position) => (
          <li
            key={choice.value}
            id={`${listId}-${position}`}
            role="option"
            aria-selected={position === index}
            className={classNames(
              'cursor-pointer px-2.5 py-1 text-sm',
              position === index && 'bg-accent-soft',
            )}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            {choice.label}
          </li>
        ))}
        {isOpen && choices.length === 0 && (
          <li
            role="option"
            aria-selected={false}
            aria-disabled
            className="px-2.5 py-1 text-sm text-faint"
          >
            {uiMessages.noMatch}
          </li>
        )}
      </ul>
    </div>
  );
}
