import { useState } from 'react';
import { ApiError, type Ref, useMe } from '../../../api';
import { readAmount } from '../../../lib/money';
import { useStore } from '../../../lib/store';
import { Modal, TextInput } from '../../../ui';
import { RecordForm } from '../../../ui/records';
import { lastCurrency, NO_AMOUNT, rememberCurrency } from '../form';
import { amountOf, type OpportunityEdit } from '../model';
import { type MoveRequest, requirementsAsked, useMoveOpportunity } from '../moves';
import { useEditOpportunity } from '../mutations';
import { AmountField, CompanyField, ContactField, DayField, UserField } from './fields';
import classes from './form.module.css';

/** What a stage asks for before an opportunity enters it: filled in here, and the move goes on. */
export function RequirementsDialog() {
  const asked = useStore(requirementsAsked);
  return (
    <Modal
      opened={asked !== null}
      onClose={() => requirementsAsked.set(null)}
      title={asked ? `Before it moves to ${asked.request.stageName}` : ''}
      size={420}
      centered
    >
      {asked ? <Fields key={asked.request.id} {...asked} /> : null}
    </Modal>
  );
}

interface Typed {
  amount: string;
  currency: string;
  expected_close_on: string;
  contact: Ref | null;
  company: string;
  assigned_user: Ref | null;
  next_step: string;
}

function editOf(typed: Typed, missing: readonly string[]): OpportunityEdit | null {
  const edit: OpportunityEdit = {};
  if (missing.includes('value')) {
    const minor = readAmount(typed.amount, typed.currency);
    if (minor === undefined || minor === null) return null;
    edit.value = amountOf(minor, typed.currency);
  }
  if (missing.includes('expected_close_on')) edit.expected_close_on = typed.expected_close_on || null;
  if (missing.includes('contact')) edit.contact = typed.contact;
  if (missing.includes('company')) edit.company = typed.company.trim() || null;
  if (missing.includes('assigned_user')) edit.assigned_user = typed.assigned_user;
  if (missing.includes('next_step')) edit.next_step = typed.next_step.trim();
  return edit;
}

function Fields({ request, missing, words }: { request: MoveRequest; missing: string[]; words: string }) {
  const me = useMe();
  const [typed, setTyped] = useState<Typed>({
    amount: '',
    currency: lastCurrency(me),
    expected_close_on: '',
    contact: null,
    company: '',
    assigned_user: null,
    next_step: '',
  });
  const [fault, setFault] = useState<string>();
  const edit = useEditOpportunity();
  const { move } = useMoveOpportunity();
  const set = <K extends keyof Typed>(field: K) => {
    return (value: Typed[K]) => setTyped({ ...typed, [field]: value });
  };
  const { error } = edit;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const has = (field: string) => missing.includes(field);
  const save = () => {
    const change = editOf(typed, missing);
    setFault(change ? undefined : NO_AMOUNT);
    if (!change) return;
    edit.mutate(
      { id: request.id, version: request.version, edit: change, isForm: true },
      {
        onSuccess: ({ opportunity }) => {
          if (change.value) rememberCurrency(change.value.currency);
          requirementsAsked.set(null);
          move({ ...request, version: opportunity.version });
        },
      },
    );
  };
  return (
    <RecordForm
      fault={error && Object.keys(told).length === 0 ? error.message : null}
      saveLabel="Save and move"
      isSaving={edit.isPending}
      onSave={save}
      onCancel={() => requirementsAsked.set(null)}
    >
      <p className={classes.words}>{words}</p>
      {has('value') ? (
        <AmountField
          amount={typed.amount}
          currency={typed.currency}
          onAmount={set('amount')}
          onCurrency={set('currency')}
          error={fault ?? told.value_cents ?? told.currency}
        />
      ) : null}
      {has('expected_close_on') ? (
        <DayField
          label="Expected close"
          value={typed.expected_close_on}
          onChange={set('expected_close_on')}
          error={told.expected_close_on}
        />
      ) : null}
      {has('contact') ? (
        <ContactField
          label="Contact"
          value={typed.contact}
          onChange={set('contact')}
          error={told.contact_id}
        />
      ) : null}
      {has('company') ? (
        <CompanyField value={typed.company} onChange={set('company')} error={told.company} />
      ) : null}
      {has('assigned_user') ? (
        <UserField
          label="Assigned user"
          value={typed.assigned_user}
          onChange={set('assigned_user')}
          error={told.assigned_user_id}
        />
      ) : null}
      {has('next_step') ? (
        <TextInput
          label="Next step"
          placeholder="What is to be done"
          autoComplete="off"
          value={typed.next_step}
          onChange={(event) => set('next_step')(event.currentTarget.value)}
          error={told.next_step}
        />
      ) : null}
    </RecordForm>
  );
}
