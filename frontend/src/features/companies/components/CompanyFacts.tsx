import { IconExternalLink } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { type Company, useCan } from '../../../api';
import { InlineText, When } from '../../../ui';
import { Fact, Facts, Origin, PhoneNote } from '../../../ui/records';
import { type CompanyEdit, type EditField, editFields, fieldLabels, websiteHref } from '../model';
import { useEditCompany } from '../mutations';
import { DuplicateWarning } from './DuplicateWarning';
import classes from './facts.module.css';

const types: Partial<Record<EditField, string>> = { website: 'url', phone: 'tel' };
const placeholders: Partial<Record<EditField, string>> = { notes: 'Anything worth remembering' };
const long: readonly EditField[] = ['address', 'notes'];

/** Everything known about one company, each value changed where it stands. */
export function CompanyFacts({ company }: { company: Company }) {
  const canEdit = useCan()('contacts:write') && company.archived_at === null;
  const [editing, setEditing] = useState<{ field: EditField; version: number } | null>(null);
  const { mutate } = useEditCompany();

  const edit = (field: EditField) => setEditing({ field, version: company.version });
  const done = (field: EditField, change: CompanyEdit | null, step: -1 | 0 | 1) => {
    if (change) mutate({ id: company.id, edit: change, version: editing?.version ?? company.version });
    const next = step === 0 ? undefined : editFields[editFields.indexOf(field) + step];
    if (next) edit(next);
    else setEditing((now) => (now?.field === field ? null : now));
  };
  const text = (field: EditField, value: string, display?: ReactNode) => (
    <InlineText
      label={fieldLabels[field]}
      value={value}
      display={display}
      type={types[field] ?? 'text'}
      placeholder={placeholders[field] ?? 'Add'}
      multiline={long.includes(field)}
      canEdit={canEdit}
      isEditing={editing?.field === field}
      onEdit={() => edit(field)}
      onDone={(next, step) => done(field, next === null ? null : { [field]: next }, step)}
    />
  );
  return (
    <Facts>
      <Fact label="Name">{text('name', company.name)}</Fact>
      <Fact label="Website">
        <span className={classes.website}>
          {text('website', company.website)}
          {editing?.field === 'website' ? null : <Visit website={company.website} />}
        </span>
      </Fact>
      <Fact label="Phone">
        <span className="num">{text('phone', company.phone_raw, company.phone_display)}</span>
        <PhoneNote record={company} />
      </Fact>
      <Fact label="Industry">{text('industry', company.industry)}</Fact>
      <Fact label="Address">{text('address', company.address)}</Fact>
      <Fact label="People">
        <RollUps rollUps={company.roll_ups} />
      </Fact>
      <Fact label="Last activity">
        <div className={classes.still}>
          {company.roll_ups.last_activity_at ? (
            <>
              <When at={company.roll_ups.last_activity_at} />
              {company.roll_ups.last_activity_by ? ` by ${company.roll_ups.last_activity_by}` : ''}
            </>
          ) : (
            '–'
          )}
        </div>
      </Fact>
      <Fact label="Notes" isWide>
        {text('notes', company.notes)}
      </Fact>
      {canEdit ? (
        <DuplicateWarning name={company.name} website={company.website} exceptId={company.id} />
      ) : null}
      <Origin record={company} />
    </Facts>
  );
}

function Visit({ website }: { website: string }) {
  const href = websiteHref(website);
  if (!href) return null;
  return (
    <a
      className={classes.visit}
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      aria-label="Open the website in a new tab"
    >
      <IconExternalLink size={15} stroke={1.7} aria-hidden />
    </a>
  );
}

function RollUps({ rollUps: { people, former_people: former } }: { rollUps: Company['roll_ups'] }) {
  return (
    <div className={classes.still}>
      <span className="num">{people}</span>
      {former > 0 ? (
        <span className={classes.former}>
          , <span className="num">{former}</span> former
        </span>
      ) : null}
    </div>
  );
}
