import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useCanGoBack, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Company, useCan } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { useShortcut } from '../../../lib/shortcuts';
import { RecordPage } from '../../../ui/records';
import { ArchiveDialog } from '../components/ArchiveDialog';
import { archiveAsked } from '../components/archiveState';
import { CompanyActions } from '../components/CompanyActions';
import { CompanyDialogs } from '../components/CompanyDialogs';
import { CompanyFacts } from '../components/CompanyFacts';
import { EditCompanyDialog } from '../components/CompanyFormDialog';
import { CompanyTimeline } from '../components/CompanyTimeline';
import { useRestoreCompany } from '../mutations';
import { companyQuery } from '../queries';

interface CompanyPageProps {
  id: number;
  /** Who belongs to the company. */
  people: (company: Company) => ReactNode;
}

export function CompanyPage({ id, people }: CompanyPageProps) {
  const { data: company } = useSuspenseQuery(companyQuery(id));
  const canWrite = useCan()('contacts:write');
  const [editsAll, setEditsAll] = useState(false);
  const restore = useRestoreCompany();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const isArchived = company.archived_at !== null;
  const leave = () => {
    if (canGoBack) router.history.back();
    else if (isArchived) void router.navigate({ to: '/trash', search: { of: 'companies' } });
    else void router.navigate({ to: '/companies' });
  };
  const move = () => (isArchived ? restore.mutate({ id }) : archiveAsked.set(company));
  const moveLabel = isArchived ? 'Restore' : 'Archive';
  const canEdit = canWrite && !isArchived;
  const editAll = () => setEditsAll(true);

  useShortcut('Escape', 'This company', 'Back to the list', leave);
  useShortcut('e', 'This company', 'Edit all fields', editAll, canEdit);
  useShortcut('#', 'This company', moveLabel, move, canWrite);
  const group = 'This company';
  useCommands(
    `${company.name}-${moveLabel}-${canWrite}`,
    canWrite
      ? [
          ...(canEdit ? [{ id: 'edit', label: `Edit ${company.name}`, group, keys: 'e', run: editAll }] : []),
          { id: 'move', label: `${moveLabel} ${company.name}`, group, keys: '#', run: move },
        ]
      : [],
  );
  return (
    <RecordPage
      name={company.name}
      isSquare
      onBack={leave}
      onEdit={canEdit ? editAll : undefined}
      actions={<CompanyActions company={company} />}
      archived={
        company.archived_at
          ? {
              at: company.archived_at,
              by: company.archived_by?.name ?? null,
              link: (
                <Link to="/trash" search={{ of: 'companies' }}>
                  See the trash
                </Link>
              ),
            }
          : null
      }
      facts={<CompanyFacts key={id} company={company} />}
      timeline={
        <>
          {people(company)}
          <CompanyTimeline key={id} companyId={id} />
        </>
      }
    >
      {editsAll ? <EditCompanyDialog company={company} onClose={() => setEditsAll(false)} /> : null}
      <CompanyDialogs />
      <ArchiveDialog />
    </RecordPage>
  );
}
