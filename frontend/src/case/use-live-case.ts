import type { RealtimePerson } from '@lexiflow/contracts';
import { useState } from 'react';
import { useReload } from '../api/use-reload.ts';
import { useRoom } from '../api/use-room.ts';

const NOBODY: readonly RealtimePerson[] = [];

/** Keeps what is shown of a case up to date, and answers who has it open. */
export function useLiveCase(caseId: string): readonly RealtimePerson[] {
  const [people, setPeople] = useState(NOBODY);
  const reload = useReload({
    // Whatever list or record it is: the key says of which case.
    predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(caseId),
  });
  useRoom(`case:${caseId}`, (message) => {
    if (message.type === 'presence') setPeople(message.users);
    else if (['event', 'resync', 'left'].includes(message.type)) reload();
  });
  return people;
}
