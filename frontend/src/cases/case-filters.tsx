import { SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { caseStatusNames } from '../ui/case-status.tsx';
import { classNames } from '../ui/class-names.ts';
import { CourtPicker } from '../ui/court-picker.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { Select } from '../ui/select.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { caseSorts, isFiltered, noFilters, statusFilters, type CaseParams } from './case-params.ts';
import { casesMessages } from './messages.ts';

const text = casesMessages.filters;

/** The filters of the list; on a phone those beyond text and status stay folded. */
export function CaseFilters({
  params,
  onChange,
}: {
  params: CaseParams;
  onChange: (change: Partial<CaseParams>) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  useShortcuts(casesMessages.keysTitle, [
    { keys: '/', label: casesMessages.focusFilter, run: () => box.current?.focus() },
  ]);
  const folded = classNames('max-sm:w-full', !isOpen && 'max-sm:hidden');
  return (
    <search aria-label={text.label} className="no-print mb-3 flex flex-wrap items-center gap-2">
      <div className="min-w-40 flex-1 sm:max-w-64">
        <FilterInput
          ref={box}
          aria-label={text.text}
          placeholder={text.text}
          value={params.q}
          onSettled={(q) => onChange({ q })}
        />
      </div>
      <Select
        aria-label={text.status}
        className="w-32"
        value={params.status}
        onChange={(event) =>
          onChange({ status: statusFilters.find((status) => status === event.target.value) ?? '' })
        }
        choices={statusFilters.map((status) => ({
          value: status,
          label: status === '' ? text.anyStatus : caseStatusNames[status],
        }))}
      />
      <Button
        icon
        className="sm:hidden"
        aria-label={text.more}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <SlidersHorizontal size={14} aria-hidden />
      </Button>
      <div className={classNames(folded, 'sm:w-28')}>
        <CourtPicker
          label={text.court}
          placeholder={text.court}
          value={params.court}
          onChange={(court) => onChange({ court })}
        />
      </div>
      <div className={classNames(folded, 'sm:w-36')}>
        <FilterInput
          aria-label={text.judge}
          placeholder={text.judge}
          value={params.judge}
          onSettled={(judge) => onChange({ judge })}
        />
      </div>
      <div className={classNames(folded, 'sm:w-24')}>
        <FilterInput
          aria-label={text.type}
          placeholder={text.type}
          value={params.type}
          onSettled={(type) => onChange({ type })}
        />
      </div>
      <div className={classNames(folded, 'flex items-center gap-1.5')}>
        <input
          type="date"
          aria-label={text.from}
          title={text.from}
          className="input w-36 max-sm:flex-1"
          value={params.filedFrom}
          onChange={(event) => onChange({ filedFrom: event.target.value })}
        />
        <span aria-hidden className="text-faint">
          –
        </span>
        <input
          type="date"
          aria-label={text.to}
          title={text.to}
          className="input w-36 max-sm:flex-1"
          value={params.filedTo}
          onChange={(event) => onChange({ filedTo: event.target.value })}
        />
      </div>
      <div className={classNames(folded, 'sm:w-32')}>
        <Select
          aria-label={text.archived}
          value={params.archived}
          onChange={(event) => onChange({ archived: event.target.value === 'true' ? 'true' : '' })}
          choices={[
            { value: '', label: text.notArchived },
            { value: 'true', label: text.onlyArchived },
          ]}
        />
      </div>
      <div className={classNames(folded, 'md:hidden')}>
        <Select
          aria-label={text.sort}
          value={params.sort}
          onChange={(event) => {
            const sort = caseSorts.find((candidate) => candidate === event.target.value);
            if (sort) onChange({ sort });
          }}
          choices={caseSorts.map((value) => ({ value, label: casesMessages.sorts[value] }))}
        />
      </div>
      {isFiltered(params) && (
        <Button tone="quiet" onClick={() => onChange(noFilters)}>
          {text.clear}
        </Button>
      )}
    </search>
  );
}
