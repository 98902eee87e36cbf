import type { RealtimePerson } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useRoom } from '../api/use-room.ts';

/** Milliseconds in which changes are taken as one: an import makes many at once. */
const TOGETHER_MS = 500;
const NOBODY: readonly RealtimePerson[] = [];

/** Keeps what is shown of a case up to date, and answers who has it open. */
export function useLiveCase(caseId: string): readonly RealtimePerson[] {
  const client = useQueryClient();
  const [people, setPeople] = useState(NOBODY);
  const timer = useRef<number | undefined>(undefined);
  const reload = () => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({
        // Whatever list or record it is: the key says of which case.
        predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(caseId),
      });
    }, TOGETHER_MS);
  };
  useRoom(`case:${caseId}`, (message) => {
    if (message.type === 'presence') setPeople(message.users);
    else if (['event', 'resync', 'left'].includes(message.type)) reload();
  });
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return people;
}
