import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../../api';
import type { BulkBarProps } from '../../features/bulk/components/Bar';
import { BulkBar } from '../../features/bulk/components/BulkBar';
import { CompanyTrashPage } from '../../features/companies/pages/CompanyTrashPage';
import { TrashPage } from '../../features/contacts/pages/TrashPage';
import type { RowChoices } from '../../lib/useRowChoice';
import { SegmentedControl } from '../../ui';

const trash = getRouteApi('/shell/trash');

/** One trash for all kinds of records, one kind at a time. */
export function TrashRoute() {
  const { q = '', of = 'contacts' } = trash.useSearch();
  const navigate = trash.useNavigate();
  const can = useCan();
  const show = (next: { of?: 'companies' | undefined; q?: string | undefined }) =>
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
      ]}
      value={of}
      onChange={(value) => show({ of: value === 'companies' ? value : undefined, q })}
    />
  );
  const list = { q: q.trim(), filter: '', archived: true };
  const bulk = (subject: BulkBarProps['subject']) =>
    can('contacts:bulk')
      ? (choices: RowChoices) => <BulkBar subject={subject} choices={choices} list={list} columns={[]} />
      : undefined;
  return of === 'companies' ? (
    <CompanyTrashPage q={q} onQuery={(next) => show({ of, q: next })} kinds={kinds} bulk={bulk('company')} />
  ) : (
    <TrashPage q={q} onQuery={(next) => show({ q: next })} kinds={kinds} bulk={bulk('contact')} />
  );
}
