import { useEffect, useEffectEvent, useState, type ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { useSettled } from './use-settled.ts';

/** A text box whose `onSettled` hears the text once typing pauses, for filters in the URL. */
export function FilterInput({
  value,
  onSettled,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string;
  onSettled: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The URL changed from outside (back, clear): it wins over what stands in the box.
  if (known !== value) {
    setKnown(value);
    if (value !== text.trim()) setText(value);
  }
  const settled = useSettled(text);
  const onPause = useEffectEvent((typed: string) => {
    if (typed.trim() !== value && typed === text) onSettled(typed.trim());
  });
  useEffect(() => onPause(settled), [settled]);
  return (
    <input
      type="search"
      {...rest}
      value={text}
      onChange={(event) => setText(event.target.value)}
      className={classNames('input', className)}
    />
  );
}
