import { type ReactNode, useState } from 'react';
import { type Contact, useCan } from '../../../api';
import { InlineText } from '../../../ui';
import { Fact, Facts, Origin, PhoneNote } from '../../../ui/records';
import { type ContactEdit, type EditField, fieldLabels } from '../model';
import { useEditContact } from '../mutations';
import { CompanyCell } from './CompanyField';
import { DuplicateWarning } from './DuplicateWarning';
import { TagEditor } from './TagEditor';
import { UserCell } from './UserField';

const order: readonly EditField[] = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'assigned_user',
  'notes',
];
const types: Partial<Record<EditField, string>> = { email: 'email', phone: 'tel' };
const placeholders: Partial<Record<EditField, string>> = { notes: 'Anything worth remembering' };

interface ContactFactsProps {
  contact: Contact;
  /** What other features know of the contact: the companies that they belong to, their consent. */
  sections: ReactNode;
}

/** Everything known about one contact, each value changed where it stands. */
export function ContactFacts({ contact, sections }: ContactFactsProps) {
  const canEdit = useCan()('contacts:write') && contact.archived_at === null;
  const [editing, setEditing] = useState<{ field: EditField; version: number } | null>(null);
  const { mutate } = useEditContact();

  const edit = (field: EditField) => setEditing({ field, version: contact.version });
  const done = (field: EditField, change: ContactEdit | null, step: -1 | 0 | 1) => {
    if (change) mutate({ id: contact.id, edit: change, version: editing?.version ?? contact.version });
    const next = step === 0 ? undefined : order[order.indexOf(field) + step];
    if (next) edit(next);
    else setEditing((now) => (now?.field === field ? null : now));
  };

  const text = (
    field: 'first_name' | 'last_name' | 'email' | 'phone' | 'notes',
    value: string,
    display?: ReactNode,
  ) => (
    <InlineText
      label={fieldLabels[field]}
      value={value}
      display={display}
      type={types[field] ?? 'text'}
      placeholder={placeholders[field] ?? 'Add'}
      multiline={field === 'notes'}
      canEdit={canEdit}
      isEditing={editing?.field === field}
      onEdit={() => edit(field)}
      onDone={(next, step) => done(field, next === null ? null : { [field]: next }, step)}
    />
  );
  const pick = (field: 'company' | 'assigned_user', value: string, picker: ReactNode) =>
    editing?.field === field ? (
      picker
    ) : (
      <InlineText
        label={fieldLabels[field]}
        value={value}
        placeholder={field === 'company' ? 'Add' : 'Nobody'}
        canEdit={canEdit}
        isEditing={false}
        onEdit={() => edit(field)}
        onDone={() => undefined}
      />
    );

  return (
    <Facts>
      <Fact label="First name">{text('first_name', contact.first_name)}</Fact>
      <Fact label="Last name">{text('last_name', contact.last_name)}</Fact>
      <Fact label="Email">{text('email', contact.email)}</Fact>
      <Fact label="Phone">
        <span className="num">{text('phone', contact.phone_raw, contact.phone_display)}</span>
        <PhoneNote record={contact} />
      </Fact>
      <Fact label="Company">
        {pick(
          'company',
          contact.company?.name ?? '',
          <CompanyCell
            value={contact.company?.name ?? ''}
            onDone={(value, step) => done('company', value === undefined ? null : { company: value }, step)}
          />,
        )}
      </Fact>
      <Fact label="Assigned user">
        {pick(
          'assigned_user',
          contact.assigned_user?.name ?? '',
          <UserCell
            value={contact.assigned_user}
            onDone={(user, step) =>
              done('assigned_user', user === undefined ? null : { assigned_user: user }, step)
            }
          />,
        )}
      </Fact>
      <Fact label="Tags">
        <TagEditor contact={contact} canEdit={canEdit} />
      </Fact>
      <Fact label="Notes" isWide>
        {text('notes', contact.notes)}
      </Fact>
      {canEdit ? (
        <DuplicateWarning email={contact.email} phone={contact.phone} exceptId={contact.id} />
      ) : null}
      {sections}
      <Origin record={contact} />
    </Facts>
  );
}
