import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDebouncedValue } from '../../../ui';
import { DuplicateNotice } from '../../../ui/records';
import { duplicatesQuery } from '../queries';

interface DuplicateWarningProps {
  name: string;
  website: string;
  exceptId?: number;
  onOpen?: (id: number) => void;
}

const words: Record<string, string> = { domain: 'website' };

/** Says, without stopping anyone, which company already has this name or website. */
export function DuplicateWarning({ name, website, exceptId, onOpen }: DuplicateWarningProps) {
  const [typed] = useDebouncedValue(JSON.stringify({ name: name.trim(), website: website.trim() }), 300);
  const { data, isPlaceholderData } = useQuery(
    duplicatesQuery(JSON.parse(typed) as { name: string; website: string }, exceptId),
  );
  const matches = isPlaceholderData && !name && !website ? [] : (data?.matches ?? []);
  return (
    <DuplicateNotice
      title={
        matches.length === 1
          ? 'There is a company like this'
          : `There are ${matches.length} companies like this`
      }
      matches={matches.map((match) => ({
        id: match.id,
        text: `${match.name} – same ${match.matched_on.map((what) => words[what] ?? what).join(' and ')}${
          match.is_archived ? ', in the trash' : ''
        }`,
        link: (
          <Link
            to="/companies/$companyId"
            params={{ companyId: match.id }}
            onClick={() => onOpen?.(match.id)}
          >
            Open that one
          </Link>
        ),
      }))}
    />
  );
}
