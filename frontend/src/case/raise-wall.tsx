import type { WallBody } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usersQuery } from '../api/users.ts';
import { Button } from '../ui/button.tsx';
import { Combobox } from '../ui/combobox.tsx';
import type { Choice } from '../ui/select.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.walls;
/** Shorter reasons are refused by the API. */
const SHORTEST_REASON = 3;

/** Finds a user and puts a wall between them and the case, with a reason. */
export function RaiseWall({ busy, onRaise }: { busy: boolean; onRaise: (body: WallBody) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const [person, setPerson] = useState<Choice | null>(null);
  const [reason, setReason] = useState('');
  const asked = useSettled(typed);
  const { data } = useQuery({ ...usersQuery(asked ?? ''), enabled: typed !== null });
  const isReady = person !== null && reason.trim().length >= SHORTEST_REASON;
  return (
    <form
      className="no-print flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!person || !isReady) return;
        onRaise({ userId: person.value, reason: reason.trim() });
        setPerson(null);
        setReason('');
      }}
    >
      <div className="w-full sm:w-64">
        <Combobox
          label={text.person}
          placeholder={text.person}
          text={person?.label ?? ''}
          choices={(data?.items ?? []).map((user) => ({ value: user.id, label: user.name }))}
          onFind={setTyped}
          onChoose={setPerson}
        />
      </div>
      <input
        aria-label={text.reason}
        placeholder={text.reason}
        maxLength={1000}
        className="input w-full sm:w-80"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" busy={busy} disabled={!isReady}>
        {text.raise}
      </Button>
    </form>
  );
}
