import { useQuery } from '@tanstack/react-query';
import { emailStatusQuery } from '../api/email.ts';
import { useMay } from '../api/session.ts';
import { formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { EmailLog } from './email-log.tsx';
import { emailMessages as text } from './messages.ts';
import { Suppressions } from './suppressions.tsx';
import { TestButton } from './test-button.tsx';

const PATH = '/operate/email';
const views = ['log', 'suppressions'] as const;
const params = { tab: oneOf(views, 'log') };

/** What went out, what became of it, and who gets nothing. */
export default function EmailScreen() {
  const [{ tab }] = useSearchParams(params);
  const mayManage = useMay('email:manage');
  const { data } = useQuery(emailStatusQuery);
  const counts = { log: data?.queued ?? 0, suppressions: data?.suppressed ?? 0 };
  return (
    <>
      <PageHeader
        title={text.title}
        detail={
          data &&
          (data.transport === 'smtp' ? text.smtp(data.target, data.from) : text.outbox(data.target))
        }
        actions={mayManage && <TestButton />}
      />
      <TabLinks
        label={text.views}
        tabs={views.map((name) => ({
          href: name === 'log' ? PATH : `${PATH}?tab=${name}`,
          label: text.tabs[name],
          current: name === tab,
          count:
            counts[name] === 0
              ? undefined
              : name === 'log'
                ? text.waiting(formatCount(counts.log))
                : formatCount(counts.suppressions),
        }))}
      />
      {tab === 'log' ? <EmailLog /> : <Suppressions />}
    </>
  );
}
