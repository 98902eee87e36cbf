import { LogOut } from 'lucide-react';
import { useMe, useSession } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { timeZone } from '../ui/format.ts';
import { Select } from '../ui/select.tsx';
import { setTheme, useTheme, type Theme } from '../ui/theme.ts';
import { showToast } from '../ui/toast-store.ts';
import { appMessages } from './messages.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Who is signed in, the theme switch, the time zone of all times, and the way out. */
export function AccountMenu() {
  const me = useMe();
  const theme = useTheme();
  const { signOut } = useSession();
  return (
    <div className="mt-2 border-t border-line px-2.5 pt-2.5">
      <div className="flex items-center justify-between gap-2">
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{me.name}</p>
          <p className="truncate text-xs text-faint">{me.role}</p>
        </div>
        <Button
          tone="quiet"
          icon
          aria-label={appMessages.signOut}
          title={appMessages.signOut}
          onClick={() =>
            void signOut().catch((error: unknown) =>
              showToast({
                text: appMessages.signOutFailed,
                detail: error instanceof Error ? error.message : '',
                tone: 'error',
              }),
            )
          }
        >
          <LogOut size={16} aria-hidden />
        </Button>
      </div>
      <Select
        aria-label={appMessages.theme}
        className="mt-2 h-7 border-line text-xs"
        value={theme}
        onChange={(event) => setTheme(event.target.value as Theme)}
        choices={themes.map((value) => ({ value, label: appMessages.themes[value] }))}
      />
      <p className="mt-2 truncate text-2xs text-faint">{appMessages.timeZone(timeZone())}</p>
    </div>
  );
}
