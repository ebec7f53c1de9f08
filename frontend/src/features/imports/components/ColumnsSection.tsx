import { useState } from 'react';
import type { Import, ImportColumn } from '../../../api';
import { Button, Select } from '../../../ui';
import { counted, isSilent } from '../model';
import { SavedMappings, SavedOffer } from './SavedMappings';
import { StepSection } from './StepSection';
import type { Settings } from './useSettings';
import classes from './wizard.module.css';

const NOTHING = '-';
const FEW = 2;

/** What each column of the file becomes. */
export function ColumnsSection({ given, settings }: { given: Import; settings: Settings }) {
  const [showsSilent, setShowsSilent] = useState(false);
  const silent = given.columns.filter(isSilent);
  const hides = silent.length > FEW && !showsSilent;
  const shown = hides ? given.columns.filter((column) => !isSilent(column)) : given.columns;
  const options = [
    { value: NOTHING, label: 'Not imported' },
    ...given.fields.map(({ key, label }) => ({ value: key, label })),
  ];
  const map = (key: string, field: string) =>
    settings.patch({ mapping: { [key]: field === NOTHING ? null : field } });
  return (
    <StepSection
      step="columns"
      description="What each column becomes."
      action={<SavedMappings given={given} settings={settings} />}
    >
      <SavedOffer given={given} settings={settings} />
      {settings.refused.mapping ? (
        <p className={classes.fault} role="alert">
          {settings.refused.mapping}
        </p>
      ) : null}
      <table className={classes.columns}>
        <thead>
          <tr>
            <th scope="col">Column in the file</th>
            <th scope="col">First values</th>
            <th scope="col">Becomes</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => (
            <tr key={column.key} data-used={column.field !== null || undefined}>
              <th scope="row">{column.name || column.key}</th>
              <Samples column={column} />
              <td data-field={`mapping.${column.key}`}>
                <span className={classes.becomes}>
                  <Select
                    aria-label={`${column.name || column.key} becomes`}
                    data={options}
                    value={column.field ?? NOTHING}
                    allowDeselect={false}
                    error={settings.refused[`mapping.${column.key}`]}
                    onChange={(field) => field !== null && map(column.key, field)}
                  />
                  {column.is_guess && column.field !== null ? (
                    <span className={classes.guessed}>guessed</span>
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hides ? (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          className={classes.showSilent ?? ''}
          onClick={() => setShowsSilent(true)}
        >
          Show {counted(silent.length, 'column', 'columns')} without values in the first rows
        </Button>
      ) : null}
    </StepSection>
  );
}

function Samples({ column }: { column: ImportColumn }) {
  const samples = [...new Set(column.samples.filter((sample) => sample.trim() !== ''))];
  return (
    <td className={classes.samples}>
      {samples.map((sample) => (
        <span key={sample} title={sample}>
          {sample}
        </span>
      ))}
      {samples.length === 0 ? <em>empty</em> : null}
    </td>
  );
}
