import type { Import, ImportChoices } from '../../../api';
import { channelText, labelOf, regionLabel } from '../model';
import classes from './wizard.module.css';

/** How the file was read and what was decided, once it can no longer be changed. */
export function SettingsSummary({ given, choices }: { given: Import; choices: ImportChoices }) {
  const region = choices.regions.find((choice) => choice.key === given.region);
  const facts: [string, string][] = [
    ['File', given.file_name],
    given.sheets.length > 0
      ? ['Sheet', given.sheet]
      : [
          'Written as',
          `${labelOf(choices.encodings, given.encoding)}, ${labelOf(choices.delimiters, given.delimiter)}`,
        ],
    ['Dates', labelOf(choices.date_orders, given.date_order)],
    ['Phone region', region ? regionLabel(region) : given.region],
    ...given.columns.flatMap((column): [string, string][] =>
      column.field === null
        ? []
        : [[`Column ${column.name || column.key}`, labelOf(given.fields, column.field)]],
    ),
    ['Known people', labelOf(choices.duplicates, given.duplicates)],
    ['Consent to email', channelText(given, 'email', choices.consent_answers)],
    ['Consent to text messages', channelText(given, 'sms', choices.consent_answers)],
    ...(given.consent.wording ? [['Where it comes from', given.consent.wording] as [string, string]] : []),
    ['Tags', given.tags.join(', ') || 'none'],
    ['Workflows', given.runs_workflows ? 'started' : 'not started'],
  ];
  return (
    <details className={classes.summary}>
      <summary>How it was imported</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
