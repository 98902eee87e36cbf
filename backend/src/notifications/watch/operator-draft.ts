import type { Draft } from '../raising/draft.ts';
import { operatorEmail } from '../raising/draft-emails.ts';

/** Trouble with the server, for those who run it. */
export type Trouble = Pick<Draft, 'kind' | 'title' | 'path' | 'foldKey'> & {
  readonly detail: string;
};

/** Trouble as a notification to everybody who may read the monitoring. */
export function operatorDraft(trouble: Trouble): Draft {
  const actor = { userId: null, name: 'LexiFlow' };
  const email: Draft['email'] = () => operatorEmail({ ...trouble, actor });
  return { ...trouble, to: 'operators', caseId: null, actor, email };
}
