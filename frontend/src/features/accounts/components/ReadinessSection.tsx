import { IconCheck, IconClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Badge, ErrorState, Face, Panel, PanelRow, Section, Skeleton, When } from '../../../ui';
import { roleLabel } from '../model';
import { readinessQuery } from '../queries';
import own from './own.module.css';

/** Who has a second factor and who has not: those who have not stand first. */
export function ReadinessSection() {
  const people = useQuery(readinessQuery);
  const waiting = people.data?.filter((person) => !person.is_ready).length ?? 0;
  const all = [...(people.data ?? [])].sort((one, other) => Number(one.is_ready) - Number(other.is_ready));
  return (
    <Section
      title="Who is ready"
      description={
        people.data
          ? waiting === 0
            ? 'Everybody has a second factor.'
            : `${waiting} of ${people.data.length} have no second factor yet.`
          : undefined
      }
    >
      <Panel>
        {people.isError && !people.data ? (
          <ErrorState error={people.error} onRetry={() => void people.refetch()} />
        ) : null}
        {people.isPending ? <PanelRow label={<Skeleton height={12} width={180} my={4} />} /> : null}
        {all.map((person) => (
          <PanelRow
            key={person.user_id}
            face={<Face name={person.name} size={26} />}
            label={person.name}
            description={
              <span className={own.facts}>
                <span>{person.email}</span>
                <span>{roleLabel(person.role)}</span>
                <span>
                  {person.last_seen_at ? (
                    <>
                      Last seen <When at={person.last_seen_at} />
                    </>
                  ) : (
                    'Never signed in'
                  )}
                </span>
              </span>
            }
          >
            {person.is_ready ? (
              <Badge color="teal" leftSection={<IconCheck size={12} aria-hidden />}>
                Ready
              </Badge>
            ) : (
              <Badge color="yellow" leftSection={<IconClock size={12} aria-hidden />}>
                Not ready
              </Badge>
            )}
          </PanelRow>
        ))}
      </Panel>
    </Section>
  );
}
