import { IconBuilding, IconFilterOff, IconSearchOff } from '@tabler/icons-react';
import { Button, EmptyState } from '../../../ui';
import { openCreate } from '../createState';

interface NoCompaniesProps {
  q: string;
  isFiltered: boolean;
  canWrite: boolean;
  onClear: () => void;
  onClearConditions: () => void;
}

/** What stands in place of the list when no company is in it, and the one thing to do about it. */
export function NoCompanies({ q, isFiltered, canWrite, onClear, onClearConditions }: NoCompaniesProps) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={<IconFilterOff size={20} stroke={1.7} />}
        title="No company matches"
        action={
          <Button variant="default" onClick={onClearConditions}>
            Clear the filter
          </Button>
        }
      >
        {q ? `No company that matches “${q}” meets these conditions.` : 'No company meets these conditions.'}
      </EmptyState>
    );
  }
  if (q) {
    return (
      <EmptyState
        icon={<IconSearchOff size={20} stroke={1.7} />}
        title="No company found"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        No company matches “{q}”. Any part of a name, website or phone number finds companies.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconBuilding size={20} stroke={1.7} />}
      title="No companies yet"
      action={canWrite ? <Button onClick={openCreate}>Create the first company</Button> : null}
    >
      Organisations that your contacts work for stand here. One is also made whenever a contact names it.
    </EmptyState>
  );
}
