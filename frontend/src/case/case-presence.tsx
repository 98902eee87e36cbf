import { Users } from 'lucide-react';
import { useMe } from '../api/session.ts';
import { caseMessages as text } from './messages.ts';
import { useLiveCase } from './use-live-case.ts';

/** Who else has the case open now; nothing when nobody has. Keeps the case up to date, too. */
export default function CasePresence({ caseId }: { caseId: string }) {
  const me = useMe();
  const others = useLiveCase(caseId).filter(({ userId }) => userId !== me.userId);
  return (
    <p aria-live="polite" className="no-print text-xs text-dim empty:hidden">
      {others.length > 0 && (
        <span className="mb-3 inline-flex items-center gap-1.5">
          <Users size={14} aria-hidden />
          {text.alsoHere(others.map(({ name }) => name).join(', '))}
        </span>
      )}
    </p>
  );
}
