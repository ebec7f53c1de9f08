import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api';
import { Keys } from '../../ui';
import { InboxBadge } from './InboxBadge';
import { Jobs } from './Jobs';
import { destinations } from './navigation';
import { openPalette } from './paletteState';
import classes from './shell.module.css';
import { UserMenu } from './UserMenu';

export function Sidebar() {
  const can = useCan();
  const shown = destinations.filter((place) => !place.permission || can(place.permission));
  return (
    <aside className={classes.sidebar}>
      <div className={classes.brand}>
        <span className={classes.mark} aria-hidden="true" />
        Kith
      </div>
      <button type="button" className={classes.find} onClick={openPalette}>
        <IconSearch size={15} stroke={1.7} aria-hidden />
        <span>Find or do</span>
        <Keys keys="mod+k" />
      </button>
      <nav aria-label="Main" className={classes.nav}>
        {shown.map((place) => (
          <Link
            key={place.to}
            to={place.to}
            className={classes.link}
            activeProps={{ 'aria-current': 'page' }}
          >
            <place.icon size={16} stroke={1.7} aria-hidden />
            {place.label}
            {place.to === '/inbox' ? <InboxBadge /> : null}
          </Link>
        ))}
      </nav>
      <Jobs className={classes.jobs} />
      <UserMenu />
    </aside>
  );
}
