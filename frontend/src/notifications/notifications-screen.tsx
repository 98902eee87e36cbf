import { PageHeader } from '../ui/page-header.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { notificationMessages as text } from './messages.ts';
import { NotificationList } from './notification-list.tsx';
import { Preferences } from './preferences.tsx';
import { ReadAllButton } from './read-all-button.tsx';

const PATH = '/notifications';
const views = ['all', 'unread', 'preferences'] as const;
const params = { tab: oneOf(views, 'all') };

/** The viewer's notifications, and what they want to hear of. */
export default function NotificationsScreen() {
  const [{ tab }] = useSearchParams(params);
  return (
    <>
      <PageHeader
        title={text.title}
        detail={text.detail}
        actions={tab !== 'preferences' && <ReadAllButton />}
      />
      <TabLinks
        label={text.views}
        tabs={views.map((name) => ({
          href: name === 'all' ? PATH : `${PATH}?tab=${name}`,
          label: text.tabs[name],
          current: name === tab,
        }))}
      />
      {tab === 'preferences' ? (
        <Preferences />
      ) : (
        <NotificationList isUnreadOnly={tab === 'unread'} />
      )}
    </>
  );
}
