import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Opportunity, type Ref, useCan } from '../../../api';
import { money, readAmount, typedAmount } from '../../../lib/money';
import { Button, InlineText, NativeSelect, showToast } from '../../../ui';
import { Fact, Facts, Origin } from '../../../ui/records';
import { NO_AMOUNT } from '../form';
import { amountOf, dayText, type EditField, fieldLabels, type OpportunityEdit, sources } from '../model';
import { useEditOpportunity } from '../mutations';
import classes from './facts.module.css';
import { CompanyField, ContactField, UserField } from './fields';

const order: readonly EditField[] = [
  'title',
  'value',
  'contact',
  'company',
  'assigned_user',
  'expected_close_on',
  'next_step',
  'next_step_on',
  'source',
  'notes',
];

/** "12500 EUR", "12,500": an amount with its currency, or with the one that stood there. */
function readValue(typed: string, currency: string) {
  const code = /([A-Za-z]{3})\s*$|^\s*([A-Za-z]{3})/.exec(typed);
  const named = (code?.[1] ?? code?.[2] ?? currency).toUpperCase();
  const minor = readAmount(typed.replace(/[A-Za-z]{3}/, ''), named);
  return minor === undefined ? null : amountOf(minor, named);
}

/** Everything known about one opportunity, each value changed where it stands. */
export function OpportunityFacts({ opportunity }: { opportunity: Opportunity }) {
  const canEdit = useCan()('opportunities:write') && opportunity.archived_at === null;
  const [editing, setEditing] = useState<{ field: EditField; version: number } | null>(null);
  const { mutate } = useEditOpportunity();
  const { id, version } = opportunity;

  const edit = (field: EditField) => setEditing({ field, version });
  const done = (field: EditField, change: OpportunityEdit | null, step: -1 | 0 | 1) => {
    if (change) mutate({ id, edit: change, version: editing?.version ?? version });
    const next = step === 0 ? undefined : order[order.indexOf(field) + step];
    if (next) edit(next);
    else setEditing((now) => (now?.field === field ? null : now));
  };
  const text = (
    field: 'title' | 'next_step' | 'notes' | 'value' | 'expected_close_on' | 'next_step_on',
    value: string,
    options: {
      display?: ReactNode;
      type?: string;
      placeholder?: string;
      read?: (typed: string) => unknown;
    } = {},
  ) => (
    <InlineText
      label={fieldLabels[field]}
      value={value}
      display={options.display}
      type={options.type ?? 'text'}
      placeholder={options.placeholder ?? 'Add'}
      multiline={field === 'notes'}
      canEdit={canEdit}
      isEditing={editing?.field === field}
      onEdit={() => edit(field)}
      onDone={(typed, step) => {
        const read = typed === null ? null : options.read ? options.read(typed) : typed;
        done(field, typed === null || read === undefined ? null : { [field]: read }, step);
      }}
    />
  );
  const linked = (field: 'contact' | 'company' | 'assigned_user', shown: ReactNode, picker: ReactNode) =>
    editing?.field === field ? (
      <div className={classes.picking}>{picker}</div>
    ) : (
      <span className={classes.linked}>
        {shown ? (
          <span className={classes.still}>{shown}</span>
        ) : canEdit ? null : (
          <span className={classes.still}>–</span>
        )}
        {canEdit ? (
          <button
            type="button"
            className={shown ? classes.change : classes.add}
            aria-label={`${fieldLabels[field]}: ${shown ? 'Change' : 'Add'}`}
            onClick={() => edit(field)}
          >
            {shown ? 'Change' : 'Add'}
          </button>
        ) : null}
      </span>
    );
  const pickRef = (field: 'contact' | 'assigned_user') => (value: Ref | null) =>
    done(field, { [field]: value }, 0);
  const value = typedAmount(opportunity.value_cents, opportunity.currency);
  const readMoney = (typed: string) => {
    const amount = readValue(typed, opportunity.currency);
    if (!amount) showToast({ tone: 'error', message: NO_AMOUNT });
    return amount ?? undefined;
  };
  const readDay = (typed: string) => typed || null;
  return (
    <Facts>
      <Fact label="Title">{text('title', opportunity.title)}</Fact>
      <Fact label="Value">
        <span className="num">
          {text('value', value && `${value} ${opportunity.currency}`, {
            display:
              opportunity.value_cents === null
                ? undefined
                : money(opportunity.value_cents, opportunity.currency),
            read: readMoney,
          })}
        </span>
      </Fact>
      <Fact label="Contact">
        {linked(
          'contact',
          opportunity.contact ? (
            <Link to="/contacts/$contactId" params={{ contactId: opportunity.contact.id }}>
              {opportunity.contact.name}
            </Link>
          ) : null,
          <ContactField
            label="Contact"
            value={opportunity.contact}
            onChange={pickRef('contact')}
            autoFocus
          />,
        )}
      </Fact>
      <Fact label="Company">
        {linked(
          'company',
          opportunity.company ? (
            opportunity.company.id > 0 ? (
              <Link to="/companies/$companyId" params={{ companyId: opportunity.company.id }}>
                {opportunity.company.name}
              </Link>
            ) : (
              opportunity.company.name
            )
          ) : null,
          <PickCompany
            name={opportunity.company?.name ?? ''}
            onDone={(name) => done('company', name === undefined ? null : { company: name }, 0)}
          />,
        )}
      </Fact>
      <Fact label="Assigned user">
        {linked(
          'assigned_user',
          opportunity.assigned_user?.name,
          <UserField
            label="Assigned user"
            value={opportunity.assigned_user}
            onChange={pickRef('assigned_user')}
          />,
        )}
      </Fact>
      <Fact label="Expected close">
        {text('expected_close_on', opportunity.expected_close_on ?? '', {
          type: 'date',
          display: dayText(opportunity.expected_close_on),
          read: readDay,
        })}
      </Fact>
      <Fact label="Next step">{text('next_step', opportunity.next_step)}</Fact>
      <Fact label="Due">
        {text('next_step_on', opportunity.next_step_on ?? '', {
          type: 'date',
          display: dayText(opportunity.next_step_on),
          read: readDay,
        })}
      </Fact>
      <Fact label="Source">
        {canEdit ? (
          <NativeSelect
            className={classes.source ?? ''}
            aria-label="Source"
            size="xs"
            value={opportunity.source}
            data={Object.entries(sources).map(([key, label]) => ({ value: key, label }))}
            onChange={(event) =>
              mutate({ id, version, edit: { source: event.currentTarget.value as Opportunity['source'] } })
            }
          />
        ) : (
          <span className={classes.still}>{sources[opportunity.source]}</span>
        )}
        {opportunity.source_detail ? <div className={classes.detail}>{opportunity.source_detail}</div> : null}
      </Fact>
      <Fact label="Notes" isWide>
        {text('notes', opportunity.notes, { placeholder: 'Anything worth remembering' })}
      </Fact>
      <Origin record={opportunity} />
    </Facts>
  );
}

function PickCompany({ name, onDone }: { name: string; onDone: (name: string | null | undefined) => void }) {
  const [typed, setTyped] = useState(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onDone(typed.trim() === name ? undefined : typed.trim() || null);
      }}
    >
      <CompanyField value={typed} onChange={setTyped} />
      <div className={classes.buttons}>
        <Button size="xs" variant="default" onClick={() => onDone(undefined)}>
          Cancel
        </Button>
        <Button size="xs" type="submit">
          Save
        </Button>
      </div>
    </form>
  );
}
