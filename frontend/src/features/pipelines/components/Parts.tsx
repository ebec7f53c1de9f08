import { IconPlus, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, type Opportunity, type Ref, useCan } from '../../../api';
import { Face, Modal, TextInput } from '../../../ui';
import { RecordForm } from '../../../ui/records';
import { useChangeParts } from '../mutations';
import classes from './deal.module.css';
import { ContactField } from './fields';

/** Further people in an opportunity, and what their part is. */
export function Parts({ opportunity }: { opportunity: Opportunity }) {
  const canEdit = useCan()('opportunities:write') && opportunity.archived_at === null;
  const [adds, setAdds] = useState(false);
  const { remove } = useChangeParts(opportunity.id);
  const { contacts } = opportunity;
  return (
    <section aria-label="Further people" className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>
          Further people<span className="num">{contacts.length}</span>
        </h2>
        {canEdit ? (
          <button type="button" className={classes.add} onClick={() => setAdds(true)}>
            <IconPlus size={13} stroke={1.9} aria-hidden /> Add person
          </button>
        ) : null}
      </div>
      {contacts.length === 0 ? <p className={classes.nothing}>Nobody besides the contact.</p> : null}
      <ul className={classes.list}>
        {contacts.map(({ contact, role }) => (
          <li key={contact.id} className={classes.row}>
            <Face name={contact.name} size={24} />
            <span className={classes.words}>
              <Link to="/contacts/$contactId" params={{ contactId: contact.id }} className={classes.name}>
                {contact.name}
              </Link>
              <span className={classes.detail}>{role || 'No role given'}</span>
            </span>
            {canEdit ? (
              <button
                type="button"
                className={classes.out}
                aria-label={`Take ${contact.name} out`}
                onClick={() => remove.mutate({ contact })}
              >
                <IconX size={14} stroke={1.8} aria-hidden />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {adds ? <AddPart opportunity={opportunity} onClose={() => setAdds(false)} /> : null}
    </section>
  );
}

function AddPart({ opportunity, onClose }: { opportunity: Opportunity; onClose: () => void }) {
  const [person, setPerson] = useState<Ref | null>(null);
  const [role, setRole] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const { add } = useChangeParts(opportunity.id);
  const { error } = add;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const save = () => {
    setIsMissing(!person);
    if (person) add.mutate({ contact: person, role: role.trim() }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`Add a person to ${opportunity.title}`} size={420}>
      <RecordForm
        fault={error && Object.keys(told).length === 0 ? error.message : null}
        saveLabel="Add"
        isSaving={add.isPending}
        onSave={save}
        onCancel={onClose}
      >
        <ContactField
          label="Person"
          value={person}
          onChange={setPerson}
          error={isMissing && !person ? 'Choose one of your contacts.' : told.contact_id}
          autoFocus
        />
        <TextInput
          label="Role"
          placeholder="Decision maker, user, legal…"
          autoComplete="off"
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
          error={told.role}
        />
      </RecordForm>
    </Modal>
  );
}
