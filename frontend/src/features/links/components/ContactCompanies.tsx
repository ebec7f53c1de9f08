import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Contact, type ContactCompany, useCan } from '../../../api';
import { ErrorState, Face, Skeleton } from '../../../ui';
import { spanText, spanTitle, valuesOf } from '../model';
import { companiesOfQuery } from '../queries';
import { AddCompanyDialog } from './AddCompanyDialog';
import { EditLinkDialog } from './EditLinkDialog';
import { Former } from './Former';
import { LinkMenu } from './LinkMenu';
import classes from './links.module.css';

/** The companies of a contact: where they work, as what and since when, and where they worked before. */
export function ContactCompanies({ contact }: { contact: Contact }) {
  const { data, error, refetch } = useQuery(companiesOfQuery(contact.id));
  const canEdit = useCan()('contacts:write') && contact.archived_at === null;
  const [adds, setAdds] = useState(false);
  const [edits, setEdits] = useState<ContactCompany | null>(null);
  const current = data?.filter((link) => link.ended_on === null) ?? [];
  const former = data?.filter((link) => link.ended_on !== null) ?? [];
  const line = (link: ContactCompany) => (
    <Line key={link.link_id} link={link} contact={contact} canEdit={canEdit} onEdit={() => setEdits(link)} />
  );
  return (
    <section aria-label="Companies" className={classes.section}>
      <div className={classes.head}>
        <h2>Companies</h2>
        {canEdit && data ? (
          <button type="button" className={classes.add} onClick={() => setAdds(true)}>
            <IconPlus size={13} stroke={1.9} aria-hidden /> Add company
          </button>
        ) : null}
      </div>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={12} my={12} width="70%" radius="xs" /> : null}
      {data && current.length === 0 ? (
        <p className={classes.nothing}>{former.length > 0 ? 'None at present' : 'None yet'}</p>
      ) : null}
      <ul className={classes.list}>{current.map(line)}</ul>
      {former.length > 0 ? (
        <Former label="Former jobs" count={former.length}>
          <ul className={classes.list}>{former.map(line)}</ul>
        </Former>
      ) : null}
      {adds ? (
        <AddCompanyDialog
          contactId={contact.id}
          person={contact.full_name}
          isFirst={current.length === 0}
          onClose={() => setAdds(false)}
        />
      ) : null}
      {edits ? (
        <EditLinkDialog
          contactId={contact.id}
          linkId={edits.link_id}
          person={contact.full_name}
          company={edits.company.name}
          initial={valuesOf(edits)}
          onClose={() => setEdits(null)}
        />
      ) : null}
    </section>
  );
}

interface LineProps {
  link: ContactCompany;
  contact: Contact;
  canEdit: boolean;
  onEdit: () => void;
}

function Line({ link, contact, canEdit, onEdit }: LineProps) {
  const { company, role } = link;
  const span = spanText(link);
  return (
    <li className={classes.line}>
      <Face name={company.name} size={26} isSquare />
      <div className={classes.words}>
        <span className={classes.title}>
          <Link
            to="/companies/$companyId"
            params={{ companyId: company.id }}
            className={classes.name}
            title={company.name}
          >
            {company.name}
          </Link>
          {link.is_primary ? <span className={classes.badge}>Primary</span> : null}
        </span>
        {role || span ? (
          <span className={classes.detail} title={spanTitle(link)}>
            {[role, span].filter(Boolean).join(' · ')}
          </span>
        ) : null}
      </div>
      {canEdit ? (
        <LinkMenu
          contactId={contact.id}
          linkId={link.link_id}
          person={contact.full_name}
          company={company.name}
          isPrimary={link.is_primary}
          isFormer={link.ended_on !== null}
          onEdit={onEdit}
        />
      ) : null}
    </li>
  );
}
