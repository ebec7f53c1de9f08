import type { Import, ImportChoices, ImportPatch } from '../../../api';
import { Select, Switch } from '../../../ui';
import { type Choice, counted, regionChoices, sizeText } from '../model';
import { FirstRows } from './FirstRows';
import { StepSection } from './StepSection';
import type { Settings } from './useSettings';
import classes from './wizard.module.css';

type Name = 'encoding' | 'delimiter' | 'sheet' | 'date_order' | 'region';

interface Props {
  given: Import;
  choices: ImportChoices;
  settings: Settings;
}

/** How the file is read: what Kith has guessed, each open to change, and the first rows as they come out. */
export function FileSection({ given, choices, settings }: Props) {
  const field = (name: Name, label: string, data: readonly Choice[]) => (
    <Setting name={name} label={label} data={data} given={given} settings={settings} />
  );
  return (
    <StepSection
      step="file"
      description={
        <>
          {sizeText(given.size)}
          {given.rows_total === null ? '' : `, ${counted(given.rows_total, 'row', 'rows')}`}. If the rows
          below do not read well, say how the file was written.
        </>
      }
    >
      <div className={classes.pair}>
        {given.sheets.length > 0 ? (
          field(
            'sheet',
            'Sheet',
            given.sheets.map((name) => ({ key: name, label: name })),
          )
        ) : (
          <>
            {field('encoding', 'Encoding', choices.encodings)}
            {field('delimiter', 'Cells are separated by', choices.delimiters)}
          </>
        )}
        {field('date_order', 'Order of dates', choices.date_orders)}
        {field('region', 'Region of phone numbers', regionChoices(choices.regions))}
      </div>
      <Switch
        className={classes.switch ?? ''}
        label="The first row holds the names of the columns"
        description={given.guessed.includes('has_header') ? 'Guessed from the file' : undefined}
        error={settings.refused.has_header}
        checked={given.has_header}
        onChange={(event) => settings.patch({ has_header: event.currentTarget.checked })}
      />
      <FirstRows given={given} isStale={settings.isSaving} />
    </StepSection>
  );
}

function Setting({
  name,
  label,
  data,
  given,
  settings,
}: Omit<Props, 'choices'> & { name: Name; label: string; data: readonly Choice[] }) {
  const value = given[name] || null;
  // What the server has set must be seen, even where it is not among what can be chosen.
  const isKnown = value === null || data.some((choice) => choice.key === value);
  const offered = isKnown ? data : [{ key: value, label: value }, ...data];
  return (
    <div data-field={name}>
      <Select
        label={label}
        description={given.guessed.includes(name) ? 'Guessed from the file' : 'Chosen'}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        data={offered.map((choice) => ({ value: choice.key, label: choice.label }))}
        value={value}
        allowDeselect={false}
        searchable={offered.length > 12}
        selectFirstOptionOnChange
        error={settings.refused[name]}
        onChange={(next) => next !== null && settings.patch({ [name]: next } satisfies ImportPatch)}
      />
    </div>
  );
}
