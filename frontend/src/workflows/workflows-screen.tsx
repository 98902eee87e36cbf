import { Plus } from 'lucide-react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { workflowsMessages as text } from './messages.ts';
import { RunningList } from './running-list.tsx';
import { TemplateList } from './template-list.tsx';

const tabs = ['templates', 'running'] as const;
const params = { tab: oneOf(tabs, 'templates') };

/** The workflow templates, and where they are carried out. */
export default function WorkflowsScreen() {
  const [{ tab }] = useSearchParams(params);
  const mayManage = useMay('workflow:manage');
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={
          mayManage && (
            <Link href="/workflows/new" className="button" data-tone="primary">
              <Plus size={14} aria-hidden />
              {text.templates.new}
            </Link>
          )
        }
      />
      <TabLinks
        label={text.tabs}
        tabs={tabs.map((one) => ({
          href: one === 'templates' ? '/workflows' : `/workflows?tab=${one}`,
          label: text[one].tab,
          current: one === tab,
        }))}
      />
      {tab === 'templates' ? <TemplateList /> : <RunningList />}
    </>
  );
}
