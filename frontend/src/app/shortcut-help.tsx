import { Dialog } from '../ui/dialog.tsx';
import { useActiveShortcuts, useSingleKeys } from '../ui/shortcuts.ts';
import { appMessages } from './messages.ts';

/** All shortcuts that act on the screen below, and the switch for those without Ctrl. */
export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const groups = useActiveShortcuts();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Dialog title={appMessages.shortcuts} onClose={onClose}>
      {groups.map((group, index) => (
        <section key={`${group.title}-${index}`} className="mb-4">
          <h3 className="mb-1 text-xs font-medium text-faint">{group.title}</h3>
          <dl className="text-sm">
            {group.shortcuts.map((shortcut) => (
              <div key={shortcut.keys} className="flex items-center justify-between py-1">
                <dt>{shortcut.label}</dt>
                <dd className="flex gap-1">
                  {keyNames(shortcut.keys).map((key) => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded border border-line bg-sunken px-1.5 text-center font-sans text-xs text-dim"
                    >
                      {key}
                    </kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <label className="flex items-start gap-2 border-t border-line pt-4 text-sm">
        <input
          type="checkbox"
          className="mt-1"
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        <span>
          {appMessages.singleKeys}
          <span className="block text-xs text-faint">{appMessages.singleKeysHint}</span>
        </span>
      </label>
    </Dialog>
  );
}

function keyNames(keys: string): string[] {
  return keys.split(/[ +]/).map((key) => (key === 'mod' ? 'Ctrl' : key.toUpperCase()));
}
