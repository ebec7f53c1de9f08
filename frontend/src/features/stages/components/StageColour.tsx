import type { Stage } from '../../../api';
import { Menu, UnstyledButton } from '../../../ui';
import { COLOURS } from '../model';
import classes from './stages.module.css';

const Dot = ({ color }: { color: string }) => (
  <span className={classes.dot} data-color={color} aria-hidden="true" />
);

/** The colour of a stage, and the eight to choose from. */
export function StageColour({
  stage,
  mayWrite,
  onChoose,
}: {
  stage: Stage;
  mayWrite: boolean;
  onChoose: (colour: Stage['color']) => void;
}) {
  const label = COLOURS.find(({ key }) => key === stage.color)?.label ?? stage.color;
  if (!mayWrite)
    return (
      <span className={classes.swatch}>
        <Dot color={stage.color} />
      </span>
    );
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.swatch} aria-label={`Colour of ${stage.name}: ${label}. Change`}>
          <Dot color={stage.color} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {COLOURS.map(({ key, label: name }) => (
          <Menu.Item
            key={key}
            leftSection={<Dot color={key} />}
            onClick={() => key !== stage.color && onChoose(key)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
