import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ActionIcon, Button, Checkbox, Input, NumberInput, Radio } from '../../../ui';
import { useBuilder } from '../builder';
import { estimateQuery } from '../queries';
import { useSlots } from '../slots';
import type { Definition, Policy, Settings, Trigger } from '../tree';
import classes from './panel.module.css';
import { SidePanel } from './SidePanel';
import { TriggerChoice } from './TriggerChoice';

interface StartPanelProps {
  onChange: (edit: (now: Definition) => Definition, key?: string) => void;
}

/** What starts the workflow, for whom, how often, and what ends it early. */
export function StartPanel({ onChange }: StartPanelProps) {
  const { workflow, definition, look, kindOf, mayEdit } = useBuilder();
  const { conditions } = useSlots();
  const { trigger, policy } = definition;
  const faults = Object.fromEntries(
    workflow.faults
      .filter(({ step_id, field }) => step_id === null && field.startsWith('trigger'))
      .map(({ field, text }) => [field.split('.')[1] ?? '', text]),
  );
  const setTrigger = (next: Trigger | null, key = '') => onChange((now) => ({ ...now, trigger: next }), key);
  const setPolicy = (changes: Partial<Policy>, key = '') =>
    onChange((now) => ({ ...now, policy: { ...now.policy, ...changes } }), key);
  const subject = (trigger && kindOf(trigger.kind)?.subject) ?? 'contact';
  return (
    <SidePanel title="Start" onClose={() => look(null)}>
      <fieldset className={classes.fields} disabled={!mayEdit}>
        <TriggerChoice label="Starts when" trigger={trigger} onTrigger={setTrigger} faults={faults} />
        {trigger ? (
          <Input.Wrapper
            label="Only where"
            description={`Conditions that the ${subject} has to meet then`}
            error={faults.filter}
          >
            {conditions({
              subject,
              filter: trigger.filter,
              onFilter: (filter: Settings | null) => setTrigger({ ...trigger, filter }),
            })}
            <Matching />
          </Input.Wrapper>
        ) : null}
        <div className={classes.part}>
          <Radio.Group
            label="How often the same person is taken in"
            value={policy.enrol}
            onChange={(enrol) => setPolicy({ enrol: enrol as Policy['enrol'] })}
          >
            <div className={classes.several}>
              <Radio value="once" label="Once ever" />
              <Radio value="window" label="Once in a while" />
              <Radio value="many" label="Each time" />
            </div>
          </Radio.Group>
          {policy.enrol === 'window' ? (
            <NumberInput
              label="At most once in so many hours"
              value={policy.window_hours}
              min={1}
              max={8784}
              clampBehavior="strict"
              onChange={(hours) => typeof hours === 'number' && setPolicy({ window_hours: hours }, 'window')}
            />
          ) : null}
        </div>
        <div className={classes.part}>
          <h3>Ends early</h3>
          <Checkbox
            label="When they reply"
            checked={policy.stop_on_reply}
            onChange={(event) => setPolicy({ stop_on_reply: event.currentTarget.checked })}
          />
          {policy.goals.map((goal, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a goal is its place in the list
            <Goal key={index} goal={goal} index={index} onPolicy={setPolicy} policy={policy} />
          ))}
          {policy.goals.length < 5 ? (
            <Button
              variant="default"
              leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
              onClick={() => setPolicy({ goals: [...policy.goals, { kind: '', config: {}, filter: null }] })}
            >
              Add a goal
            </Button>
          ) : null}
        </div>
      </fieldset>
    </SidePanel>
  );
}

interface GoalProps {
  goal: Trigger;
  index: number;
  policy: Policy;
  onPolicy: (changes: Partial<Policy>, key?: string) => void;
}

function Goal({ goal, index, policy, onPolicy }: GoalProps) {
  const put = (next: Trigger | null, key = '') =>
    onPolicy(
      { goals: policy.goals.flatMap((one, at) => (at === index ? (next ? [next] : []) : [one])) },
      `goal ${index} ${key}`,
    );
  return (
    <div className={classes.goal}>
      <div className={classes.goalHead}>
        <strong>Goal {index + 1}</strong>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove goal ${index + 1}`}
          onClick={() => put(null)}
        >
          <IconTrash size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
      <TriggerChoice
        trigger={goal.kind ? goal : null}
        onTrigger={(next, key) => put(next ?? { kind: '', config: {}, filter: null }, key)}
        eventsAlone
        faults={{}}
      />
    </div>
  );
}

const figure = new Intl.NumberFormat();

function Matching() {
  const { workflow } = useBuilder();
  const estimate = useQuery(estimateQuery(workflow.id, workflow.version));
  if (!estimate.data) return null;
  const { subject, count, is_bounded: isMore } = estimate.data;
  const noun = subject === 'contact' ? 'contact' : 'opportunity';
  const plural = subject === 'contact' ? 'contacts' : 'opportunities';
  return (
    <p className={classes.matching} aria-live="polite">
      {isMore ? 'More than ' : ''}
      {figure.format(count)} {count === 1 ? `${noun} meets` : `${plural} meet`} these conditions now.
    </p>
  );
}
