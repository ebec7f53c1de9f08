import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDebouncedValue } from '../../../ui';
import { DuplicateNotice } from '../../../ui/records';
import { duplicatesQuery } from '../queries';

interface DuplicateWarningProps {
  email: string;
  phone: string;
  exceptId?: number;
  onOpen?: (id: number) => void;
}

/** Says, without stopping anyone, who already has this email or phone. */
export function DuplicateWarning({ email, phone, exceptId, onOpen }: DuplicateWarningProps) {
  const [typed] = useDebouncedValue(JSON.stringify({ email: email.trim(), phone: phone.trim() }), 300);
  const { data, isPlaceholderData } = useQuery(
    duplicatesQuery(JSON.parse(typed) as { email: string; phone: string }, exceptId),
  );
  const matches = isPlaceholderData && !email && !phone ? [] : (data?.matches ?? []);
  return (
    <DuplicateNotice
      title={
        matches.length === 1 ? 'Someone already has this' : `${matches.length} contacts already have this`
      }
      matches={matches.map((match) => ({
        id: match.id,
        text: `${match.full_name} – same ${match.matched_on.join(' and ')}${match.is_archived ? ', in the trash' : ''}`,
        link: (
          <Link to="/contacts/$contactId" params={{ contactId: match.id }} onClick={() => onOpen?.(match.id)}>
            Open that one
          </Link>
        ),
      }))}
    />
  );
}
