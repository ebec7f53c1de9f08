import { IconFilterOff, IconSearchOff, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Button, EmptyState } from '../../../ui';
import { openCreate } from '../createState';

interface NoContactsProps {
  q: string;
  isFiltered: boolean;
  canWrite: boolean;
  canImport: boolean;
  onClear: () => void;
  onClearConditions: () => void;
}

/** What stands in place of the list when nobody is in it, and the one thing to do about it. */
export function NoContacts(props: NoContactsProps) {
  const { q, isFiltered, canWrite, canImport, onClear, onClearConditions } = props;
  if (isFiltered) {
    return (
      <EmptyState
        icon={<IconFilterOff size={20} stroke={1.7} />}
        title="Nobody matches"
        action={
          <Button variant="default" onClick={onClearConditions}>
            Clear the filter
          </Button>
        }
      >
        {q ? `No contact that matches “${q}” meets these conditions.` : 'No contact meets these conditions.'}
      </EmptyState>
    );
  }
  if (q) {
    return (
      <EmptyState
        icon={<IconSearchOff size={20} stroke={1.7} />}
        title="Nobody found"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        No contact matches “{q}”. Any part of a name, email or phone number finds people.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconUsers size={20} stroke={1.7} />}
      title="No contacts yet"
      action={canWrite ? <Button onClick={openCreate}>Create the first contact</Button> : null}
    >
      People you deal with stand here.
      {canImport ? (
        <>
          {' '}
          Or bring in <Link to="/imports">an export of Google, Outlook, HubSpot or any table</Link>.
        </>
      ) : null}
    </EmptyState>
  );
}
