import type { TeamRole } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usersQuery } from '../api/users.ts';
import { Button } from '../ui/button.tsx';
import { Combobox } from '../ui/combobox.tsx';
import { Select, type Choice } from '../ui/select.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.team;
const teamRoles: readonly TeamRole[] = ['member', 'lead', 'client'];

/** Finds a user and puts them on the team in a role. */
export function AddTeamMember({
  busy,
  onAdd,
}: {
  busy: boolean;
  onAdd: (userId: string, role: TeamRole) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [person, setPerson] = useState<Choice | null>(null);
  const [role, setRole] = useState<TeamRole>('member');
  const asked = useSettled(typed);
  const { data } = useQuery({ ...usersQuery(asked ?? ''), enabled: typed !== null });
  return (
    <form
      className="no-print flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (person) onAdd(person.value, role);
        setPerson(null);
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
      <Select
        aria-label={text.role}
        className="w-32"
        value={role}
        onChange={(event) =>
          setRole(teamRoles.find((one) => one === event.target.value) ?? 'member')
        }
        choices={teamRoles.map((value) => ({ value, label: text.roles[value] }))}
      />
      <Button type="submit" busy={busy} disabled={person === null}>
        {text.add}
      </Button>
    </form>
  );
}
