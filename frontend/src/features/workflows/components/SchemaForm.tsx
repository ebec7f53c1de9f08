import { Checkbox, Input, NativeSelect, NumberInput, Text, TextInput } from '../../../ui';
import { choicesOf, type Field, fieldsOf, isRecordSort, type RecordSort, settingOf } from '../schema';
import { useSlots } from '../slots';
import type { Settings, Trigger } from '../tree';
import classes from './panel.module.css';
import { RecordSelect } from './RecordSelect';
import { Duration, Weekdays } from './spans';
import { TriggerChoice } from './TriggerChoice';
import { WordsField } from './WordsField';

interface SchemaFormProps {
  schema: Settings;
  settings: Settings;
  /** The channel of templates and variables, where the step is about one. */
  channel?: 'sms' | 'email' | undefined;
  /** `field` names what was changed, so that typing on is one step of undo. */
  onChange: (settings: Settings, field: string) => void;
  /** What is wrong, by field. */
  faults: Readonly<Record<string, string>>;
}

/** The settings of a trigger or a step, drawn from their JSON Schema. */
export function SchemaForm({ schema, settings, channel, onChange, faults }: SchemaFormProps) {
  return fieldsOf(schema, settings).map((field) => (
    <FieldInput
      key={field.name}
      field={field}
      settings={settings}
      channel={channel}
      onSet={(changes) => onChange({ ...settings, ...changes }, field.name)}
      error={faults[field.name]}
    />
  ));
}

interface FieldInputProps {
  field: Field;
  settings: Settings;
  channel: 'sms' | 'email' | undefined;
  onSet: (changes: Settings) => void;
  error: string | undefined;
}

function FieldInput(props: FieldInputProps) {
  const { field, settings, channel, onSet, error } = props;
  const { name, schema } = field;
  const widget = schema['x-widget'];
  const label = schema.title ?? name;
  const value = settingOf(settings, field);
  const set = (next: unknown) => onSet({ [name]: next });
  const text = typeof value === 'string' ? value : '';
  if (isRecordSort(widget)) return <Records {...props} sort={widget} />;
  if (widget === 'filter' || widget === 'trigger') return <Nested {...props} widget={widget} />;
  if (widget === 'weekdays')
    return <Weekdays label={label} days={(value as number[]) ?? []} onDays={set} error={error} />;
  if (widget === 'duration')
    return <Duration field={field} settings={settings} onSet={onSet} error={error} />;
  if (widget === 'variables' || widget === 'textarea')
    return (
      <WordsField
        label={label}
        value={text}
        onChange={set}
        lines={schema.lines ?? (widget === 'textarea' ? 6 : 1)}
        maxLength={schema.maxLength}
        channel={schema.channel ?? channel}
        description={schema.description}
        error={error}
      />
    );
  if (schema.type === 'boolean')
    return (
      <Checkbox
        label={label}
        checked={value === true}
        onChange={(event) => set(event.currentTarget.checked)}
      />
    );
  if (schema.const !== undefined)
    return (
      <Input.Wrapper label={label}>
        <Text size="sm">{schema.labels?.[schema.const] ?? schema.const}</Text>
      </Input.Wrapper>
    );
  if (schema.type === 'array') return <Several {...props} />;
  if (schema.enum)
    return (
      <NativeSelect
        label={label}
        value={text}
        error={error}
        description={schema.help?.[text]}
        onChange={(event) => set(event.currentTarget.value || undefined)}
        data={[...(value === undefined ? [{ value: '', label: 'Choose…' }] : []), ...choicesOf(schema)]}
      />
    );
  if (schema.type === 'integer')
    return (
      <NumberInput
        label={label}
        value={typeof value === 'number' ? value : ''}
        {...(schema.minimum === undefined ? {} : { min: schema.minimum })}
        {...(schema.maximum === undefined ? {} : { max: schema.maximum })}
        error={error}
        onChange={(next) => set(typeof next === 'number' ? next : null)}
      />
    );
  return (
    <TextInput
      type={widget === 'time' || widget === 'url' ? widget : 'text'}
      label={label}
      value={text}
      {...(schema.maxLength ? { maxLength: schema.maxLength } : {})}
      error={error}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

function Records({ field, settings, channel, onSet, error, sort }: FieldInputProps & { sort: RecordSort }) {
  const { name, schema } = field;
  const value = settingOf(settings, field);
  const isMany = schema.type === 'array';
  return (
    <RecordSelect
      sort={sort}
      label={schema.title ?? name}
      chosen={Array.isArray(value) ? (value as number[]) : typeof value === 'number' ? [value] : []}
      isMany={isMany}
      empty={isMany ? 'Nobody' : schema.default === null ? (sort === 'template' ? 'None' : 'Any') : 'Choose…'}
      channel={channel}
      error={error}
      onChoose={(ids) => onSet({ [name]: isMany ? ids : (ids[0] ?? null) })}
    />
  );
}

function Nested(props: FieldInputProps & { widget: 'filter' | 'trigger' }) {
  const { field, settings, onSet, error, widget } = props;
  const { conditions } = useSlots();
  const value = (settingOf(settings, field) ?? null) as Settings | null;
  const set = (next: unknown) => onSet({ [field.name]: next });
  return (
    <Input.Wrapper label={field.schema.title ?? field.name} error={error}>
      {widget === 'filter' ? (
        conditions({
          subject: settings.about === 'opportunity' ? 'opportunity' : 'contact',
          filter: value,
          onFilter: set,
        })
      ) : (
        <TriggerChoice
          trigger={value?.kind ? (value as unknown as Trigger) : null}
          onTrigger={(next) => set(next ? { kind: next.kind, config: next.config } : {})}
          eventsAlone
          faults={{}}
        />
      )}
    </Input.Wrapper>
  );
}

function Several({ field, settings, onSet, error }: FieldInputProps) {
  const value = settingOf(settings, field);
  return (
    <Checkbox.Group
      label={field.schema.title ?? field.name}
      value={Array.isArray(value) ? (value as string[]) : []}
      error={error}
      onChange={(next) => onSet({ [field.name]: next })}
    >
      <div className={classes.several}>
        {choicesOf(field.schema).map((choice) => (
          <Checkbox key={choice.value} {...choice} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
