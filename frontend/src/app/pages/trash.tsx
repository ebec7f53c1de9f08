import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../../api';
import type { BulkBarProps } from '../../features/bulk/components/Bar';
import { BulkBar } from '../../features/bulk/components/BulkBar';
import { CompanyTrashPage } from '../../features/companies/pages/CompanyTrashPage';
import { TrashPage } from '../../features/contacts/pages/TrashPage';
import { OpportunityTrashPage } from '../../features/pipelines/pages/OpportunityTrashPage';
import type { RowChoices } from '../../lib/useRowChoice';
import { SegmentedControl } from '../../ui';

const trash = getRouteApi('/shell/trash');

/** One trash for all kinds of records, one kind at a time. */
export function TrashRoute() {
  const { q = '', of = 'contacts' } = trash.useSearch();
  const navigate = trash.useNavigate();
  const can = useCan();
  const show = (next: { of?: 'companies' | 'opportunities' | undefined; q?: string | undefined }) =>
    void navigate({
      search: { ...(next.of ? { of: next.of } : {}), ...(next.q ? { q: next.q } : {}) },
      replace: true,
    });
  const kinds = (
    <SegmentedControl
      size="xs"
      aria-label="What the trash shows"
      data={[
        { value: 'contacts', label: 'Contacts' },
        { value: 'companies', label: 'Companies' },
        ...(can('opportunities:read') ? [{ value: 'opportunities', label: 'Opportunities' }] : []),
      ]}
      value={of}
      onChange={(value) =>
        show({ of: value === 'companies' || value === 'opportunities' ? value : undefined, q })
      }
    />
  );
  const list = { q: q.trim(), filter: '', archived: true };
  const bulk = (subject: BulkBarProps['subject']) =>
    can(subject === 'opportunity' ? 'opportunities:write' : 'contacts:bulk')
      ? (choices: RowChoices) => <BulkBar subject={subject} choices={choices} list={list} columns={[]} />
      : undefined;
  if (of === 'opportunities')
    return (
      <OpportunityTrashPage
        q={q}
        onQuery={(next) => show({ of, q: next })}
        kinds={kinds}
        bulk={bulk('opportunity')}
      />
    );
  return of === 'companies' ? (
    <CompanyTrashPage q={q} onQuery={(next) => show({ of, q: next })} kinds={kinds} bulk={bulk('company')} />
  ) : (
    <TrashPage q={q} onQuery={(next) => show({ q: next })} kinds={kinds} bulk={bulk('contact')} />
  );
}
