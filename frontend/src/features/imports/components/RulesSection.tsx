import { useQuery } from '@tanstack/react-query';
import type { Import, ImportChoices } from '../../../api';
import { Radio, Switch, TagsInput } from '../../../ui';
import { tagNamesQuery } from '../queries';
import { ConsentFields } from './ConsentFields';
import { StepSection } from './StepSection';
import type { Settings } from './useSettings';
import classes from './wizard.module.css';

const policies = ['skip', 'merge', 'create'] as const;

interface Props {
  given: Import;
  choices: ImportChoices;
  settings: Settings;
}

/** What becomes of people who are known already, what they agreed to, and what is noted on all of them. */
export function RulesSection({ given, choices, settings }: Props) {
  const { data: tags = [] } = useQuery(tagNamesQuery);
  return (
    <StepSection step="rules">
      <div data-field="duplicates">
        <Radio.Group
          label="People who are in Kith already"
          description="They are known by the same email or the same phone number."
          value={given.duplicates}
          error={settings.refused.duplicates}
          onChange={(next) => {
            const chosen = policies.find((policy) => policy === next);
            if (chosen) settings.patch({ duplicates: chosen });
          }}
        >
          <div className={classes.cards}>
            {choices.duplicates.map((choice) => (
              <Radio.Card key={choice.key} value={choice.key} className={classes.card ?? ''}>
                <Radio.Indicator />
                <span>
                  <strong>{choice.label}</strong>
                  <span>{choice.explanation}</span>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
      </div>
      <ConsentFields given={given} choices={choices} settings={settings} />
      <div data-field="tags">
        <TagsInput
          label="Tags for everybody in this file"
          placeholder={given.tags.length === 0 ? 'For example: Fair 2026' : ''}
          data={tags.map((tag) => tag.name)}
          value={given.tags}
          error={settings.refused.tags}
          onChange={(names) => settings.patch({ tags: names })}
          acceptValueOnBlur
        />
      </div>
      <Switch
        className={classes.switch ?? ''}
        label="Start workflows for these people"
        description="Off: nobody gets mail or a task because of this import."
        error={settings.refused.runs_workflows}
        checked={given.runs_workflows}
        onChange={(event) => settings.patch({ runs_workflows: event.currentTarget.checked })}
      />
    </StepSection>
  );
}
