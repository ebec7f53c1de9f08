import { IconArrowLeft, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { ActionIcon, Button, NativeSelect, Tooltip } from '../../../ui';
import { type FilterField, opOf, withOp } from '../operands';
import type { Condition } from '../tree';
import classes from './filter.module.css';
import { ValueEditor } from './ValueEditor';

interface ConditionEditorProps {
  condition: Condition;
  field: FilterField | undefined;
  known: readonly { id: number | string; name: string }[];
  zone: string | undefined;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  onDone: () => void;
  /** Back to the group that it stands in. */
  onBack?: (() => void) | undefined;
  /** Puts an alternative (or, inside of OR, a further demand) beside it. */
  onBeside?: (() => void) | undefined;
  besideLabel: string;
}

/** One condition: its operator, and what the operator wants to be told. Every change is asked at once. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { condition, field, onChange, onDone } = props;
  const op = opOf(field, condition.op);
  const select = useRef<HTMLSelectElement>(null);
  const takesNothing = op?.takes === 'nothing' || !op;
  useEffect(() => {
    if (!takesNothing) return;
    select.current?.focus({ preventScroll: true });
    void typeHeldKeys(select.current);
  }, [takesNothing]);
  return (
    <div className={classes.editor}>
      <div className={classes.editorHead}>
        {props.onBack ? (
          <ActionIcon aria-label="Back to the group" onClick={props.onBack}>
            <IconArrowLeft size={15} stroke={1.8} />
          </ActionIcon>
        ) : null}
        <span className={classes.fieldName}>{field?.label ?? condition.field}</span>
        {field ? (
          <NativeSelect
            ref={select}
            className={classes.op ?? ''}
            aria-label={`How ${field.label} is compared`}
            size="xs"
            data={field.ops.map(({ key, label }) => ({ value: key, label }))}
            value={condition.op}
            onChange={(event) => onChange(withOp(condition, op, opOf(field, event.currentTarget.value)))}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onDone();
            }}
          />
        ) : null}
        <Tooltip label="Remove this condition">
          <ActionIcon aria-label="Remove this condition" onClick={props.onRemove}>
            <IconTrash size={15} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
      {field && op ? (
        <ValueEditor
          key={op.takes}
          field={field}
          op={op}
          value={condition.value}
          known={props.known}
          zone={props.zone}
          onChange={(value) => onChange({ field: condition.field, op: condition.op, value })}
          onDone={onDone}
        />
      ) : (
        <div className={classes.valueRoom}>
          <div className={classes.note}>Kith does not know this condition. Remove it to go on.</div>
        </div>
      )}
      <div className={classes.editorFoot}>
        {props.onBeside ? (
          <Button size="xs" variant="subtle" color="gray" onClick={props.onBeside}>
            {props.besideLabel}
          </Button>
        ) : null}
        <Button size="xs" variant="default" ml="auto" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
