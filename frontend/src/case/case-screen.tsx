import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Link, useParams } from 'wouter';
import { caseQuery } from '../api/cases.ts';
import { useMay } from '../api/session.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { CaseFacts } from './case-facts.tsx';
import { CaseHeader } from './case-header.tsx';
import { CaseParties } from './case-parties.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import { Docket } from './docket.tsx';
import { EditCaseDialog } from './edit-case-dialog.tsx';
import { caseMessages as text } from './messages.ts';

const CaseTasks = lazy(() => import('./case-tasks.tsx'));
const CaseTeam = lazy(() => import('./case-team.tsx'));
const CaseWalls = lazy(() => import('./case-walls.tsx'));

// What is live comes after what is there.
const CasePresence = lazy(() => import('./case-presence.tsx'));

const views = ['docket', 'tasks', 'timeline', 'parties', 'team', 'walls'] as const;
const caseParams = { tab: oneOf(views, 'docket'), edit: oneOf(['', 'yes'], '') };

/** One case: its facts, and docket, timeline, parties and team as views with their own address. */
export default function CaseScreen() {
  const { id } = useParams<{ id: string }>();
  const maySeeWalls = useMay('wall:read');
  const maySeeTasks = useMay('task:read');
  const [params, setParams] = useSearchParams(caseParams);
  const { data, error, refetch } = useQuery(caseQuery(id));

  const back = (
    <Link
      href="/cases"
      className="no-print mb-2 inline-flex items-center gap-1 text-sm text-dim hover:text-ink"
    >
      <ChevronLeft size={14} aria-hidden />
      {text.back}
    </Link>
  );
  if (!data) {
    return (
      <>
        {back}
        {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
      </>
    );
  }
  const count = { docket: data.entryCount, parties: data.partyCount };
  return (
    <>
      {back}
      <CaseHeader record={data} onEdit={() => setParams({ edit: 'yes' })} />
      <Suspense>
        <CasePresence caseId={id} />
      </Suspense>
      <CaseFacts record={data} />
      <TabLinks
        label={text.tabs}
        tabs={views
          .filter((view) => view !== 'walls' || maySeeWalls)
          .filter((view) => view !== 'tasks' || maySeeTasks)
          .map((view) => ({
            href: view === 'docket' ? `/cases/${id}` : `/cases/${id}?tab=${view}`,
            label: text[view].tab,
            current: params.tab === view,
            count: view === 'docket' || view === 'parties' ? formatCount(count[view]) : undefined,
          }))}
      />
      {params.tab === 'docket' && <Docket caseId={id} />}
      {params.tab === 'tasks' && maySeeTasks && (
        <Suspense fallback={<SkeletonRows />}>
          <CaseTasks caseId={id} caseTitle={data.title} />
        </Suspense>
      )}
      {params.tab === 'timeline' && <CaseTimeline caseId={id} />}
      {params.tab === 'parties' && <CaseParties caseId={id} />}
      {params.tab === 'team' && (
        <Suspense fallback={<SkeletonRows />}>
          <CaseTeam caseId={id} />
        </Suspense>
      )}
      {params.tab === 'walls' && maySeeWalls && (
        <Suspense fallback={<SkeletonRows />}>
          <CaseWalls caseId={id} />
        </Suspense>
      )}
      {params.edit === 'yes' && (
        <EditCaseDialog record={data} onClose={() => setParams({ edit: '' })} />
      )}
    </>
  );
}
