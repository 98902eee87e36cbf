import type { CasePartyBody } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { partiesQuery } from '../api/clients.ts';
import { Button } from '../ui/button.tsx';
import { Combobox } from '../ui/combobox.tsx';
import type { Choice } from '../ui/select.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.parties;
/** The choice that stands for a party that is not known yet. */
const NEW_PARTY = '';

/** Finds a party, or names a new one, and puts it into the case in a role. */
export function AddCaseParty({
  busy,
  onAdd,
}: {
  busy: boolean;
  onAdd: (body: CasePartyBody) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [party, setParty] = useState<Choice | null>(null);
  const [role, setRole] = useState('');
  const asked = useSettled(typed);
  const { data } = useQuery({ ...partiesQuery(asked ?? ''), enabled: typed !== null });
  const known = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const name = typed?.trim() ?? '';
  const isReady = party !== null && role.trim() !== '';
  return (
    <form
      className="no-print mb-4 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!party || !isReady) return;
        const who = party.value === NEW_PARTY ? { name: party.label } : { partyId: party.value };
        onAdd({ ...who, role: role.trim() });
        setParty(null);
        setTyped(null);
      }}
    >
      <div className="w-full sm:w-72">
        <Combobox
          label={text.party}
          placeholder={text.party}
          text={party?.label ?? ''}
          choices={
            name === '' ? known : [...known, { value: NEW_PARTY, label: text.newParty(name) }]
          }
          onFind={setTyped}
          onChoose={(choice) =>
            setParty(choice?.value === NEW_PARTY ? { value: NEW_PARTY, label: name } : choice)
          }
        />
      </div>
      <input
        aria-label={text.role}
        placeholder={text.role}
        list="case-party-roles"
        maxLength={100}
        className="input w-full sm:w-44"
        value={role}
        onChange={(event) => setRole(event.target.value)}
      />
      <datalist id="case-party-roles">
        {text.roles.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Button type="submit" busy={busy} disabled={!isReady}>
        {text.add}
      </Button>
    </form>
  );
}
