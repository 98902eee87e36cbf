import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { duplicatesQuery } from '../api/cases.ts';
import { formatShare } from '../ui/format.ts';
import { useSettled } from '../ui/use-settled.ts';
import { casesMessages } from './messages.ts';

const PAUSE_MS = 400;

/** Names the cases that a new one may repeat, each with why; renders nothing without any. */
export function DuplicateWarning({
  draft,
}: {
  draft: { readonly number: string; readonly title: string; readonly courtId: string };
}) {
  const text = casesMessages.create;
  const number = useSettled(draft.number.trim(), PAUSE_MS);
  const title = useSettled(draft.title.trim(), PAUSE_MS);
  const { data } = useQuery(duplicatesQuery({ number, title, court: draft.courtId }));
  if (!data || data.items.length === 0) return null;
  return (
    <div role="status" className="rounded-lg border border-line border-l-4 border-l-warning p-3">
      <p className="text-sm font-medium">{text.duplicatesTitle}</p>
      <ul className="mt-1 text-sm">
        {data.items.slice(0, 5).map((item) => (
          <li key={item.id} className="py-0.5">
            <Link href={`/cases/${item.id}`} className="link">
              {item.title}
            </Link>
            <span className="text-xs text-faint">
              {' '}
              {item.number} ·{' '}
              {item.reason === 'same-number'
                ? text.sameNumber
                : text.similarTitle(formatShare(item.similarity))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
