import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Company } from '../../../api';
import { PreviewPanel } from '../../../ui/records';
import { companyQuery } from '../queries';
import { CompanyFacts } from './CompanyFacts';
import { CompanyTimeline } from './CompanyTimeline';

interface CompanyPreviewProps {
  id: number;
  onClose: () => void;
  people: (company: Company) => ReactNode;
}

/** One company beside the list. */
export function CompanyPreview({ id, onClose, people }: CompanyPreviewProps) {
  const { data: company, error, refetch } = useQuery(companyQuery(id));
  return (
    <PreviewPanel
      name={company?.name}
      isSquare
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
      link={(props) => <Link to="/companies/$companyId" params={{ companyId: id }} {...props} />}
      facts={company ? <CompanyFacts key={company.id} company={company} /> : null}
      timeline={
        company ? (
          <>
            {people(company)}
            <CompanyTimeline companyId={id} />
          </>
        ) : null
      }
    />
  );
}
