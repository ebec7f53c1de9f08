import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Floating, PickList, type PickOption } from '../../../ui/pick';
import { isAt, useBuilder } from '../builder';
import { useSlots } from '../slots';
import { isWithin, type Place } from '../tree';
import classes from './flow.module.css';
import { KindIcon } from './icons';

/** A place between steps: the line, and the sign that puts a step there. What is dragged can be let go here. */
export function Gap({ place, isLast = false }: { place: Place; isLast?: boolean }) {
  const { mayEdit, adding, begin, add, dragged, move, definition } = useBuilder();
  const [isOver, setOver] = useState(false);
  const isOpen = isAt(adding, place);
  const takes = dragged !== null && !isWithin(definition.steps, dragged, place);
  if (!mayEdit) return <div className={classes.gap} data-still />;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging has its keys on the step itself
    <div
      className={classes.gap}
      data-over={(isOver && takes) || undefined}
      data-takes={takes || undefined}
      onDragOver={(event) => {
        if (!takes) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (dragged) move(dragged, place);
      }}
    >
      <Floating
        opened={isOpen}
        onClose={() => begin(null)}
        title="Add a step"
        width={300}
        target={
          <button
            type="button"
            className={classes.plus}
            aria-label={isLast ? 'Add a step at the end' : 'Add a step here'}
            aria-haspopup="dialog"
            onClick={() => begin(isOpen ? null : place)}
          >
            <IconPlus size={14} stroke={2} aria-hidden />
          </button>
        }
      >
        {isOpen ? <Kinds onPick={(kind) => add(place, kind)} /> : null}
      </Floating>
    </div>
  );
}

function Kinds({ onPick }: { onPick: (kind: string) => void }) {
  const { steps } = useSlots();
  const [text, setText] = useState('');
  const typed = text.trim().toLocaleLowerCase();
  const named = steps.filter(({ label }) => label.toLocaleLowerCase().includes(typed));
  // What only speaks of it comes after what is called so.
  const fitting = [
    ...named,
    ...steps.filter(
      (step) => !named.includes(step) && `${step.help} ${step.group}`.toLocaleLowerCase().includes(typed),
    ),
  ];
  const options = fitting.map(
    ({ key, label, icon, group }, index): PickOption => ({
      id: key,
      label,
      hint: group,
      icon: <KindIcon name={icon} size={15} />,
      isApart: index > 0 && fitting[index - 1]?.group !== group,
    }),
  );
  return (
    <PickList
      label="Steps"
      placeholder="What is to be done?"
      options={options}
      text={text}
      onText={setText}
      onPick={onPick}
      empty="No step is called that."
    />
  );
}
