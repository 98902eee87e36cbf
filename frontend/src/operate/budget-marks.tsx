import type { MemoryHealthAnswer } from '@lexiflow/contracts';
import { classNames } from '../ui/class-names.ts';
import { parseSize } from './budget-segments.ts';
import { operateMessages } from './messages.ts';

const text = operateMessages.budget;

/** Where warning and critical begin on the bar, as the health page states them. */
export function BudgetMarks({
  limitBytes,
  thresholds,
}: {
  limitBytes: number;
  thresholds: MemoryHealthAnswer['thresholds'];
}) {
  const marks = [
    { name: text.warningMark, text: thresholds.rssWarning, tone: 'text-warning' },
    { name: text.criticalMark, text: thresholds.rssCritical, tone: 'text-critical' },
  ];
  return marks.map((mark, index) => {
    const bytes = parseSize(mark.text);
    if (bytes === null || bytes > limitBytes) return null;
    return (
      <div
        key={mark.name}
        className={classNames('absolute top-0 h-14 border-l-2 border-current', mark.tone)}
        style={{ left: `${(bytes / limitBytes) * 100}%` }}
      >
        <span
          className={classNames(
            'absolute bottom-0 text-2xs whitespace-nowrap',
            index === 0 ? 'right-1.5 text-right' : 'left-1.5 max-sm:sr-only',
          )}
        >
          {mark.name} <span className="max-sm:hidden">{mark.text}</span>
        </span>
      </div>
    );
  });
}
