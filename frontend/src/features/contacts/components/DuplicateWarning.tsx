import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDebouncedValue } from '../../../ui';
import { duplicatesQuery } from '../queries';
import classes from './facts.module.css';

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
    <div role="status">
      {matches.length > 0 ? (
        <div className={classes.duplicates}>
          <strong>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {matches.length === 1
              ? 'Someone already has this'
              : `${matches.length} contacts already have this`}
          </strong>
          <ul>
            {matches.map((match) => (
              <li key={match.id}>
                <span>
                  {match.full_name} – same {match.matched_on.join(' and ')}
                  {match.is_archived ? ', in the trash' : ''}
                </span>
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: match.id }}
                  onClick={() => onOpen?.(match.id)}
                >
                  Open that one
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
