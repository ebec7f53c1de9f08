import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { EmptyState, ErrorState, Panel, Section, Skeleton, When } from '../../../ui';
import { usesQuery } from '../queries';
import classes from './templates.module.css';

/** The messages that were made from a template. */
export function Uses({ id }: { id: number }) {
  const uses = useQuery(usesQuery(id));
  const { count = 0, is_more: isMore = false, items = [] } = uses.data ?? {};
  return (
    <Section
      title="Where it is used"
      description={
        count > 0
          ? `${count.toLocaleString('en')}${isMore ? ' or more' : ''} messages, the last ones first.`
          : undefined
      }
    >
      <Panel>
        {uses.isError && !uses.data ? (
          <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />
        ) : null}
        {uses.isPending ? <Skeleton height={12} width={220} m={16} /> : null}
        {uses.data && count === 0 ? (
          <EmptyState title="Not used yet">Messages that are made from it will stand here.</EmptyState>
        ) : null}
        {items.length > 0 ? (
          <table className={classes.table}>
            <tbody>
              {items.map((use) => (
                <tr key={use.message_id} className={classes.row}>
                  <td>
                    <Link
                      to="/inbox/$conversationId"
                      params={{ conversationId: use.conversation_id }}
                      className={classes.name}
                    >
                      {use.contact.name}
                    </Link>
                  </td>
                  <td className={classes.side}>{use.state_label}</td>
                  <td className={classes.side}>Version {use.number}</td>
                  <td className={classes.side}>
                    <When at={use.at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : null}
      </Panel>
    </Section>
  );
}
