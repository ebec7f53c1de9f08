import { useState } from 'react';
import type { Stage } from '../../../api';
import { Floating, PickList } from '../../../ui/pick';
import { REQUIRED, type Required, requiredText } from '../model';
import classes from './stages.module.css';

/** What an opportunity needs before it enters the stage. Written when the list is left, as one change. */
export function RequiredPick({
  stage,
  mayWrite,
  onChange,
}: {
  stage: Stage;
  mayWrite: boolean;
  onChange: (fields: Required[]) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [text, setText] = useState('');
  const shown = requiredText(stage.required_fields);
  if (!mayWrite)
    return <span className={shown ? classes.stillRequired : classes.nothing}>{shown || 'Nothing'}</span>;
  const close = () => {
    if (chosen === null) return;
    const fields = REQUIRED.map(({ key }) => key).filter((key) => chosen.has(key));
    setChosen(null);
    setText('');
    if (requiredText(fields) !== shown) onChange(fields);
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const typed = text.trim().toLowerCase();
  return (
    <Floating
      opened={chosen !== null}
      onClose={close}
      title={`Needed for ${stage.name}`}
      width={240}
      target={
        <button
          type="button"
          className={classes.requiredButton}
          aria-expanded={chosen !== null}
          aria-label={`Needed for ${stage.name}: ${shown || 'Nothing'}. Change`}
          title={shown || undefined}
          onClick={() => (chosen === null ? setChosen(new Set(stage.required_fields)) : close())}
        >
          {shown || <span className={classes.nothing}>Nothing</span>}
        </button>
      }
    >
      {chosen ? (
        <PickList
          label="Needed before an opportunity enters"
          placeholder="Field…"
          options={REQUIRED.filter(({ label }) => label.toLowerCase().includes(typed)).map(
            ({ key, label }) => ({ id: key, label }),
          )}
          text={text}
          onText={setText}
          chosen={chosen}
          onPick={toggle}
          onDone={close}
          empty="No field is called that."
        />
      ) : null}
    </Floating>
  );
}
