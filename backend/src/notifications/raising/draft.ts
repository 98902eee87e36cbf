import type { NotificationKind, Permission } from '@lexiflow/contracts';
import type { EmailToSend } from '../../email/sending/email-queue.ts';
import type { TemplateName } from '../../email/templates/catalogue.ts';

/** An email's template with its values, whom it goes to left out. */
export type EmailContent = {
  readonly [Name in TemplateName]: Pick<EmailToSend<Name>, 'template' | 'values'>;
}[TemplateName];

/** What is known of the case when the notification is written. */
export interface CaseFacts {
  readonly title: string;
  readonly number: string | null;
}

/** Something to be told, before it is known to whom and where. */
export interface Draft {
  readonly kind: NotificationKind;
  /** Whom: the team of the case, named users, or everybody who may read the monitoring. */
  readonly to: 'team' | 'operators' | readonly string[];
  /** Users who hear of it in another way. */
  readonly except?: readonly string[];
  /** On one line, without the name of the case: that is joined when it is read. */
  readonly title: string;
  readonly detail?: string;
  /** Where the console shows it. */
  readonly path: string;
  /** Recipients must be allowed to see this case, now and whenever they read. */
  readonly caseId: string | null;
  /** What recipients must hold on the case beside seeing it. */
  readonly needs?: readonly Permission[];
  /** Unread ones of one kind with the same key are one. A uuid. */
  readonly foldKey: string;
  /** Who did it; is not told of it. */
  readonly actor: { readonly userId: string | null; readonly name: string };
  /** The email for those who want one. */
  readonly email: (facts: CaseFacts | null) => EmailContent;
}
