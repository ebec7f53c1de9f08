import { NativeSelect } from '../../../ui';
import { useSlots } from '../slots';
import type { Trigger } from '../tree';
import { SchemaForm } from './SchemaForm';

interface TriggerChoiceProps {
  trigger: Trigger | null;
  onTrigger: (trigger: Trigger | null, field: string) => void;
  /** Only what happens, and so can be waited for. */
  eventsAlone?: boolean;
  label?: string;
  faults: Readonly<Record<string, string>>;
}

/** What starts something, or is waited for: a kind and its settings. */
export function TriggerChoice({ trigger, onTrigger, eventsAlone, label, faults }: TriggerChoiceProps) {
  const { triggers } = useSlots();
  const offered = eventsAlone ? triggers.filter(({ is_event }) => is_event) : triggers;
  const kind = triggers.find(({ key }) => key === trigger?.kind);
  const groups = [...new Set(offered.map(({ group }) => group))];
  return (
    <>
      <NativeSelect
        label={label}
        aria-label={label ?? 'What happens'}
        value={trigger?.kind ?? ''}
        description={kind?.help}
        error={faults['']}
        onChange={(event) => {
          const key = event.currentTarget.value;
          onTrigger(key ? { kind: key, config: {}, filter: null } : null, 'kind');
        }}
        data={[
          { value: '', label: 'Choose…' },
          ...groups.map((group) => ({
            group,
            items: offered
              .filter((one) => one.group === group)
              .map((one) => ({ value: one.key, label: one.label })),
          })),
        ]}
      />
      {kind && trigger ? (
        <SchemaForm
          schema={kind.settings}
          settings={trigger.config}
          onChange={(config, field) => onTrigger({ ...trigger, config }, field)}
          faults={faults}
        />
      ) : null}
    </>
  );
}
