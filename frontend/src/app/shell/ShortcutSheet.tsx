import { shortcutGroups, useShortcutList } from '../../lib/shortcuts';
import { useStore } from '../../lib/store';
import { Keys, Modal } from '../../ui';
import { sheetIsOpen } from './paletteState';
import classes from './shell.module.css';

/** Every key that works here and now, drawn from the registry that makes them work. */
export function ShortcutSheet() {
  const opened = useStore(sheetIsOpen);
  const shortcuts = useShortcutList();
  const groups = shortcutGroups.filter((group) => shortcuts.some((shortcut) => shortcut.group === group));
  return (
    <Modal opened={opened} onClose={() => sheetIsOpen.set(false)} title="Keyboard shortcuts" size={620}>
      <div className={classes.sheet}>
        {groups.map((group) => {
          const rows = new Map<string, string[]>();
          for (const shortcut of shortcuts) {
            if (shortcut.group === group)
              rows.set(shortcut.label, [...new Set([...(rows.get(shortcut.label) ?? []), shortcut.keys])]);
          }
          return (
            <section key={group}>
              <h3>{group}</h3>
              <dl>
                {[...rows].map(([label, keys]) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>
                      {keys.map((one) => (
                        <Keys key={one} keys={one} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Modal>
  );
}
