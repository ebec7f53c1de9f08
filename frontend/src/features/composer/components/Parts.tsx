import { useQuery } from '@tanstack/react-query';
import { Popover, useDebouncedValue, useDisclosure } from '../../../ui';
import { measureQuery } from '../queries';
import classes from './composer.module.css';

/** In how many parts a text message is sent, how much fits still, and which characters make it dearer. */
export function Parts({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [settled] = useDebouncedValue(text.trim(), 250);
  const { data } = useQuery(measureQuery(settled));
  const [opened, { toggle, close }] = useDisclosure();
  if (!data || !text.trim()) return null;
  const { segments, units_left: left, culprits } = data;
  const words = `${segments} ${segments === 1 ? 'part' : 'parts'} · ${left} left`;
  if (culprits.length === 0) return <span className={`${classes.parts} num`}>{words}</span>;
  const plain = () =>
    culprits.reduce((now, { char, plain: same }) => (same === null ? now : now.replaceAll(char, same)), text);
  return (
    <Popover
      opened={opened}
      onChange={(is) => (is ? undefined : close())}
      position="top-end"
      width={280}
      trapFocus
    >
      <Popover.Target>
        <button type="button" className={`${classes.parts} num`} data-tone="warn" onClick={toggle}>
          {words} · {culprits.length === 1 ? '1 character costs' : `${culprits.length} characters cost`} more
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.culprits}>
          {culprits.map(({ char, name, plain: same }) => (
            <li key={char}>
              <kbd>{char}</kbd> {name}
              {same === null ? null : (
                <button type="button" onClick={() => onText(text.replaceAll(char, same))}>
                  Write “{same}”
                </button>
              )}
            </li>
          ))}
        </ul>
        {culprits.filter(({ plain: same }) => same !== null).length > 1 ? (
          <button type="button" className={classes.all} onClick={() => onText(plain())}>
            Replace all of them
          </button>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}
