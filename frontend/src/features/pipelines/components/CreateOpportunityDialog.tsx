import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, useMe } from '../../../api';
import { dropDraft } from '../../../lib/drafts';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { useStore } from '../../../lib/store';
import { Select, TextInput } from '../../../ui';
import { FieldPair, FormDialog, RecordForm } from '../../../ui/records';
import { createAsked } from '../createState';
import { type FormValues, lastCurrency, NO_AMOUNT, rememberCurrency, toBody } from '../form';
import { useCreateOpportunity } from '../mutations';
import { pipelinesQuery } from '../queries';
import { AmountField, CompanyField, ContactField, DayField, UserField } from './fields';

const DRAFT = 'opportunity-new';

/** All that is asked about a new opportunity. The server judges it; its words stand at the field they are about. */
export function CreateOpportunityDialog() {
  const given = useStore(createAsked) ?? {};
  const me = useMe();
  const { data: pipelines = [] } = useQuery(pipelinesQuery);
  const create = useCreateOpportunity();
  const navigate = useNavigate();
  const [fault, setFault] = useState<string | null>(null);
  const close = () => createAsked.set(null);
  const { error } = create;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const stages = pipelines.map((pipeline) => ({
    group: pipeline.name,
    items: pipeline.stages.map((stage) => ({ value: String(stage.id), label: stage.name })),
  }));
  const first = (pipelines.find(({ id }) => id === given.pipelineId) ?? pipelines[0])?.stages[0]?.id ?? null;
  const initial: FormValues = {
    title: given.title ?? '',
    contact: given.contact ?? null,
    company: given.company ?? '',
    amount: '',
    currency: lastCurrency(me),
    stageId: given.stageId ?? null,
    expected_close_on: '',
    assigned_user: { id: me.id, name: me.name },
    next_step: '',
    next_step_on: '',
  };
  const save = (values: FormValues) => {
    const body = toBody({ ...values, stageId: values.stageId ?? first });
    setFault(body ? null : NO_AMOUNT);
    if (!body) return;
    create.mutate(body, {
      onSuccess: ({ opportunity }) => {
        rememberCurrency(opportunity.currency);
        dropDraft(DRAFT);
        close();
        void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: opportunity.id } });
      },
    });
  };
  return (
    <FormDialog title="New opportunity" draftKey={DRAFT} initial={initial} onClose={close}>
      {(values, setValues, leave) => {
        const set = <K extends keyof FormValues>(field: K) => {
          return (value: FormValues[K]) => setValues({ ...values, [field]: value });
        };
        const stage = values.stageId ?? first;
        return (
          <RecordForm
            fault={error && Object.keys(told).length === 0 ? error.message : null}
            saveLabel="Create"
            isSaving={create.isPending}
            onSave={() => save(values)}
            onCancel={leave}
          >
            <TextInput
              label="Title"
              placeholder="What it is about"
              autoComplete="off"
              value={values.title}
              onChange={(event) => set('title')(event.currentTarget.value)}
              error={told.title}
              data-autofocus
              onFocus={(event) => void typeHeldKeys(event.currentTarget)}
            />
            <FieldPair>
              <ContactField
                label="Contact"
                value={values.contact}
                onChange={set('contact')}
                error={told.contact_id}
              />
              <CompanyField
                value={values.company}
                onChange={set('company')}
                error={told.company ?? told.company_id}
              />
            </FieldPair>
            <FieldPair>
              <AmountField
                amount={values.amount}
                currency={values.currency}
                onAmount={set('amount')}
                onCurrency={set('currency')}
                error={fault ?? told.value_cents ?? told.currency}
              />
              <Select
                label="Stage"
                data={stages}
                value={stage === null ? null : String(stage)}
                onChange={(id) => set('stageId')(id === null ? null : Number(id))}
                error={told.stage_id}
                allowDeselect={false}
              />
            </FieldPair>
            <FieldPair>
              <DayField
                label="Expected close"
                value={values.expected_close_on}
                onChange={set('expected_close_on')}
                error={told.expected_close_on}
              />
              <UserField
                label="Assigned user"
                value={values.assigned_user}
                onChange={set('assigned_user')}
                error={told.assigned_user_id}
              />
            </FieldPair>
            <FieldPair>
              <TextInput
                label="Next step"
                placeholder="What is to be done"
                autoComplete="off"
                value={values.next_step}
                onChange={(event) => set('next_step')(event.currentTarget.value)}
                error={told.next_step}
              />
              <DayField
                label="Next step due"
                value={values.next_step_on}
                onChange={set('next_step_on')}
                error={told.next_step_on}
              />
            </FieldPair>
          </RecordForm>
        );
      }}
    </FormDialog>
  );
}
