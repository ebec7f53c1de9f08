import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Company, type CompanyPerson, useCan } from '../../../api';
import { rowsOf } from '../../../lib/pages';
import { Button, ErrorState, Face, Skeleton } from '../../../ui';
import { spanText, spanTitle, valuesOf } from '../model';
import { peopleOfQuery } from '../queries';
import { AddPersonDialog } from './AddPersonDialog';
import { EditLinkDialog } from './EditLinkDialog';
import { Former } from './Former';
import { LinkMenu } from './LinkMenu';
import classes from './links.module.css';

/** Who belongs to a company, as what and since when; and who did. */
export function CompanyPeople({ company }: { company: Company }) {
  const canEdit = useCan()('contacts:write') && company.archived_at === null;
  const [adds, setAdds] = useState(false);
  const [edits, setEdits] = useState<CompanyPerson | null>(null);
  const { people, former_people: former } = company.roll_ups;
  const shared = { company, canEdit, onEdit: setEdits };
  return (
    <section aria-label="People" className={classes.section} data-apart>
      <div className={classes.head}>
        <h2>
          People <span className={classes.count}>{people}</span>
        </h2>
        {canEdit ? (
          <button type="button" className={classes.add} onClick={() => setAdds(true)}>
            <IconPlus size={13} stroke={1.9} aria-hidden /> Add person
          </button>
        ) : null}
      </div>
      <People {...shared} isFormer={false} />
      {former > 0 ? (
        <Former label="Former people" count={former}>
          <People {...shared} isFormer />
        </Former>
      ) : null}
      {adds ? (
        <AddPersonDialog companyId={company.id} company={company.name} onClose={() => setAdds(false)} />
      ) : null}
      {edits ? (
        <EditLinkDialog
          contactId={edits.contact.id}
          linkId={edits.link_id}
          person={edits.contact.full_name}
          company={company.name}
          initial={valuesOf(edits)}
          onClose={() => setEdits(null)}
        />
      ) : null}
    </section>
  );
}

interface PeopleProps {
  company: Company;
  canEdit: boolean;
  isFormer: boolean;
  onEdit: (person: CompanyPerson) => void;
}

function People({ company, canEdit, isFormer, onEdit }: PeopleProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    peopleOfQuery(company.id, isFormer),
  );
  const people = rowsOf(data);
  if (error && !data) {
    return <ErrorState error={error} onRetry={() => void refetch()} title="The people did not load" />;
  }
  if (!data) {
    return (
      <div aria-hidden="true">
        {[52, 64, 44].map((width) => (
          <Skeleton key={width} height={12} my={14} width={`${width}%`} radius="xs" />
        ))}
      </div>
    );
  }
  return (
    <>
      {people.length === 0 ? (
        <p className={classes.nothing}>
          {isFormer ? 'Nobody' : 'Nobody is linked yet. A contact may belong to several companies.'}
        </p>
      ) : null}
      <ul className={classes.list}>
        {people.map((person) => (
          <Line
            key={person.link_id}
            person={person}
            company={company}
            canEdit={canEdit}
            onEdit={() => onEdit(person)}
          />
        ))}
      </ul>
      {hasNextPage ? (
        <Button
          size="xs"
          variant="default"
          mt={6}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more people
        </Button>
      ) : null}
    </>
  );
}

interface LineProps {
  person: CompanyPerson;
  company: Company;
  canEdit: boolean;
  onEdit: () => void;
}

function Line({ person, company, canEdit, onEdit }: LineProps) {
  const { contact, role } = person;
  const span = spanText(person);
  return (
    <li className={classes.line}>
      <Face name={contact.full_name} size={26} />
      <div className={classes.words}>
        <span className={classes.title}>
          <Link
            to="/contacts/$contactId"
            params={{ contactId: contact.id }}
            className={classes.name}
            title={contact.full_name}
          >
            {contact.full_name}
          </Link>
          {person.is_primary ? <span className={classes.badge}>Primary</span> : null}
        </span>
        <span className={classes.detail} title={spanTitle(person)}>
          {[role, span].filter(Boolean).join(' · ') || 'No role given'}
        </span>
      </div>
      <span className={classes.reach}>
        <span title={contact.email}>{contact.email}</span>
        <span className="num">{contact.phone_display}</span>
      </span>
      {canEdit ? (
        <LinkMenu
          contactId={contact.id}
          linkId={person.link_id}
          person={contact.full_name}
          company={company.name}
          isPrimary={person.is_primary}
          isFormer={person.ended_on !== null}
          onEdit={onEdit}
        />
      ) : null}
    </li>
  );
}
