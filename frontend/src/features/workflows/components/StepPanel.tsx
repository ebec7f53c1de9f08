import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDots,
  IconTrash,
} from '@tabler/icons-react';
import { ActionIcon, Menu, NativeSelect, NumberInput, TextInput } from '../../../ui';
import { useBuilder } from '../builder';
import { findStep, type Step } from '../tree';
import classes from './panel.module.css';
import { SchemaForm } from './SchemaForm';
import { SidePanel } from './SidePanel';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
const CHANNELS: Readonly<Record<string, 'sms' | 'email'>> = { send_sms: 'sms', send_email: 'email' };

/** The settings of one step. */
export function StepPanel({ id }: { id: string }) {
  const builder = useBuilder();
  const { workflow, definition, kindOf, look, change, mayEdit } = builder;
  const step = findStep(definition.steps, id);
  if (!step) return null;
  const kind = kindOf(step.kind);
  const faults = workflow.faults.filter(({ step_id }) => step_id === id);
  const byField = Object.fromEntries(faults.map(({ field, text }) => [field.split('.')[0] ?? '', text]));
  const shown = new Set(Object.keys((kind?.settings.properties ?? {}) as object));
  const others = faults.filter(({ field }) => !shown.has(field.split('.')[0] ?? ''));
  return (
    <SidePanel
      title={kind?.label ?? step.kind}
      onClose={() => look(null)}
      tools={mayEdit ? <StepMenu id={id} /> : null}
    >
      {others.map(({ text }) => (
        <div key={text} className={classes.fault} role="alert">
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
          {text}
        </div>
      ))}
      {kind?.help ? <p className={classes.help}>{kind.help}</p> : null}
      <fieldset className={classes.fields} disabled={!mayEdit}>
        {kind ? (
          <SchemaForm
            schema={kind.settings}
            settings={step.config}
            channel={CHANNELS[step.kind]}
            onChange={(config, field) => change(id, { config }, field)}
            faults={byField}
          />
        ) : null}
        <div className={classes.part}>
          <TextInput
            label="Name"
            placeholder={kind?.label ?? ''}
            value={step.name}
            maxLength={80}
            onChange={(event) => change(id, { name: event.currentTarget.value }, 'name')}
          />
          {kind && kind.group !== 'Flow' ? <Failing step={step} /> : null}
        </div>
      </fieldset>
    </SidePanel>
  );
}

function Failing({ step }: { step: Step }) {
  const { change } = useBuilder();
  return (
    <>
      <NativeSelect
        label="When it fails"
        value={step.if_failed}
        data={[
          { value: 'stop', label: 'Stop the run' },
          { value: 'continue', label: 'Go on with the next step' },
        ]}
        onChange={(event) => change(step.id, { if_failed: event.currentTarget.value as Step['if_failed'] })}
      />
      <div className={classes.pair}>
        <NumberInput
          label="Tries"
          value={step.tries}
          min={1}
          max={10}
          clampBehavior="strict"
          onChange={(tries) => typeof tries === 'number' && change(step.id, { tries }, 'tries')}
        />
        <NumberInput
          label="Minutes between"
          value={step.pause_minutes}
          min={1}
          max={1440}
          clampBehavior="strict"
          onChange={(pause) =>
            typeof pause === 'number' && change(step.id, { pause_minutes: pause }, 'pause')
          }
        />
      </div>
    </>
  );
}

function StepMenu({ id }: { id: string }) {
  const { copy, remove, shift } = useBuilder();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More for this step">
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowUp {...icon} />} onClick={() => shift(id, -1)}>
          Move up
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown {...icon} />} onClick={() => shift(id, 1)}>
          Move down
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => copy(id)}>
          Copy
        </Menu.Item>
        <Menu.Item leftSection={<IconTrash {...icon} />} color="var(--danger)" onClick={() => remove(id)}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
