import { Link, useLocation } from 'wouter';
import { classNames } from '../ui/class-names.ts';
import { allScreens, type Screen } from './screens.ts';

/** Whether `screen` is the one shown at `path`: the longest address that starts it. */
export function isCurrent(screen: Screen, path: string): boolean {
  const matches = allScreens.filter(
    (other) => path === other.path || path.startsWith(`${other.path}/`),
  );
  const best = matches.toSorted((left, right) => right.path.length - left.path.length)[0];
  return best?.path === screen.path;
}

/** Links of the sidebar, the current one marked. */
export function NavigationLinks({ screens }: { screens: readonly Screen[] }) {
  const [path] = useLocation();
  return (
    <ul>
      {screens.map((screen) => {
        const current = isCurrent(screen, path);
        return (
          <li key={screen.path}>
            <Link
              href={screen.path}
              aria-current={current ? 'page' : undefined}
              className={classNames(
                'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm',
                current
                  ? 'bg-accent-soft font-medium text-ink'
                  : 'text-dim hover:bg-hover hover:text-ink',
              )}
            >
              <screen.icon
                size={16}
                aria-hidden
                className={current ? 'text-accent' : 'text-faint'}
              />
              {screen.label}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
