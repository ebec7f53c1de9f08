import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { type Security, useCan } from '../../../api';
import {
  Button,
  ConfirmDialog,
  ErrorState,
  Group,
  NumberInput,
  Panel,
  PanelRow,
  Section,
  SettingsPage,
  Skeleton,
  Switch,
  TextInput,
} from '../../../ui';
import own from '../components/own.module.css';
import { ReadinessSection } from '../components/ReadinessSection';
import { Refusal } from '../components/Refusal';
import { dayAfter, refusalOf } from '../model';
import { idleText, isSamePolicy, useSavePolicy } from '../policy';
import { policyQuery } from '../queries';

/** How long a session may idle, and who needs a second factor. */
export function PolicyPage() {
  const policy = useQuery(policyQuery);
  return (
    <SettingsPage title="Sign-in policy" description="Holds for everybody who signs in here, you included.">
      {policy.data ? <PolicyForm saved={policy.data} /> : null}
      {policy.isPending ? <Waiting /> : null}
      {policy.isError && !policy.data ? (
        <Section title="Sessions">
          <Panel>
            <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
          </Panel>
        </Section>
      ) : null}
      <ReadinessSection />
    </SettingsPage>
  );
}

function PolicyForm({ saved }: { saved: Security }) {
  const can = useCan();
  const isReadOnly = !can('settings:write');
  const [draft, setDraft] = useState<Security | null>(null);
  const policy = draft ?? saved;
  const isDirty = draft !== null && !isSamePolicy(draft, saved);
  const save = useSavePolicy();
  const refusal = refusalOf(save.error, ['idle_timeout_minutes', 'two_factor_required_from']);
  const change = (part: Partial<Security>) => {
    if (save.isError) save.reset();
    setDraft({ ...policy, ...part });
  };
  const leaving = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate(policy, { onSuccess: () => setDraft(null) });
        }}
      >
        <Refusal words={refusal} />
        <Section title="Sessions">
          <Panel>
            <PanelRow
              label="Sign out when idle for"
              labelFor="policy-idle"
              description="People are told a minute before, and nothing they have typed is lost."
            >
              <NumberInput
                id="policy-idle"
                w={220}
                min={1}
                max={policy.idle_most_minutes}
                clampBehavior="none"
                allowDecimal={false}
                allowNegative={false}
                suffix=" minutes"
                value={policy.idle_timeout_minutes || ''}
                onChange={(value) => change({ idle_timeout_minutes: Number(value) })}
                error={refusal.fields.idle_timeout_minutes}
                description={idleText(policy)}
                inputWrapperOrder={['input', 'description', 'error']}
                disabled={isReadOnly}
              />
            </PanelRow>
          </Panel>
        </Section>
        <Section title="Two-factor sign-in">
          <Panel>
            <PanelRow
              label="Required for everybody"
              labelFor="policy-required"
              description="From its day on, whoever has no second factor can do nothing here but set one up."
            >
              <Switch
                id="policy-required"
                checked={policy.two_factor_required}
                onChange={(event) =>
                  change({
                    two_factor_required: event.currentTarget.checked,
                    two_factor_required_from: event.currentTarget.checked
                      ? (policy.two_factor_required_from ?? dayAfter(14))
                      : policy.two_factor_required_from,
                  })
                }
                disabled={isReadOnly}
              />
            </PanelRow>
            {policy.two_factor_required ? (
              <PanelRow
                label="From"
                labelFor="policy-from"
                description="Until then people are reminded. Leave it empty to require it at once."
              >
                <TextInput
                  id="policy-from"
                  w={220}
                  type="date"
                  value={policy.two_factor_required_from ?? ''}
                  onChange={(event) =>
                    change({ two_factor_required_from: event.currentTarget.value || null })
                  }
                  error={refusal.fields.two_factor_required_from}
                  disabled={isReadOnly}
                />
              </PanelRow>
            ) : null}
          </Panel>
        </Section>
        {isReadOnly ? null : (
          <Group mt={16} gap="sm">
            {/* Never switched off: the focus stays on it when all is saved. */}
            <Button type="submit" aria-busy={save.isPending}>
              Save
            </Button>
            <span role="status" className={own.unsaved}>
              {isDirty ? 'Not saved yet' : ''}
            </span>
          </Group>
        )}
      </form>
      <ConfirmDialog
        opened={leaving.status === 'blocked'}
        onClose={() => leaving.reset?.()}
        onConfirm={() => leaving.proceed?.()}
        title="Leave without saving?"
        confirmLabel="Leave"
        cancelLabel="Stay"
        danger
      >
        The changes to the sign-in policy are not saved yet.
      </ConfirmDialog>
    </>
  );
}

function Waiting() {
  return ['Sessions', 'Two-factor sign-in'].map((title) => (
    <Section key={title} title={title}>
      <Panel>
        <PanelRow
          label={<Skeleton height={12} width={160} my={4} />}
          description={<Skeleton height={10} width={280} />}
        />
      </Panel>
    </Section>
  ));
}
