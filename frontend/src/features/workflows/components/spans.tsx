import { Input, NativeSelect, NumberInput } from '../../../ui';
import { type Field, settingOf } from '../schema';
import type { Settings } from '../tree';
import classes from './panel.module.css';

const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;

interface DurationProps {
  field: Field;
  settings: Settings;
  onSet: (changes: Settings) => void;
  error: string | undefined;
}

/** How long: so many of a unit. */
export function Duration({ field, settings, onSet, error }: DurationProps) {
  const { name, schema } = field;
  const unit = schema.unit ?? 'unit';
  const value = settingOf(settings, field);
  const label = schema.title ?? name;
  return (
    <Input.Wrapper label={label} error={error}>
      <div className={classes.pair}>
        <NumberInput
          aria-label={`${label}, how many`}
          value={typeof value === 'number' ? value : ''}
          min={1}
          onChange={(next) => onSet({ [name]: typeof next === 'number' ? next : null })}
        />
        <NativeSelect
          aria-label={`${label}, unit`}
          value={typeof settings[unit] === 'string' ? settings[unit] : 'days'}
          data={[...UNITS]}
          onChange={(event) => onSet({ [unit]: event.currentTarget.value })}
        />
      </div>
    </Input.Wrapper>
  );
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

interface WeekdaysProps {
  label: string;
  /** 0 is Monday. */
  days: readonly number[];
  onDays: (days: readonly number[]) => void;
  error: string | undefined;
}

/** On which days of the week. */
export function Weekdays({ label, days, onDays, error }: WeekdaysProps) {
  const toggle = (day: number) =>
    onDays(days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b));
  return (
    <Input.Wrapper label={label} error={error}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is drawn with a frame of its own */}
      <div className={classes.days} role="group" aria-label={label}>
        {DAYS.map((day, index) => (
          <button
            key={day}
            type="button"
            aria-pressed={days.includes(index)}
            aria-label={day}
            onClick={() => toggle(index)}
          >
            {day.slice(0, 2)}
          </button>
        ))}
      </div>
    </Input.Wrapper>
  );
}
