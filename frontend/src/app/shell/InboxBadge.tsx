import { useQuery } from '@tanstack/react-query';
import { countsQuery, useCan } from '../../api';
import { VisuallyHidden } from '../../ui';
import classes from './shell.module.css';

const MOST = 99;
/** The server counts up to here, and looks for what is unread among as many of the newest. */
const LOOKED_AT = 1000;

/** How many open conversations hold something unread. */
export function InboxBadge() {
  const { data } = useQuery({ ...countsQuery, enabled: useCan()('conversations:read') });
  if (!data?.unread) return null;
  return (
    <span className={classes.badge}>
      {data.unread >= MOST ? `${MOST}+` : data.unread}
      <VisuallyHidden> unread{data.all >= LOOKED_AT ? ' among the newest 1,000' : ''}</VisuallyHidden>
    </span>
  );
}
