import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../api';
import { InboxBadge } from './InboxBadge';
import { Jobs } from './Jobs';
import { destinations } from './navigation';
import { openPalette } from './paletteState';
import classes from './shell.module.css';
import { UserMenu } from './UserMenu';

/** The navigation of narrow screens, at the thumb. */
export function PhoneBar() {
  const can = useCan();
  const shown = destinations.filter(
    (place) => place.to !== '/settings' && !place.isSeldom && (!place.permission || can(place.permission)),
  );
  return (
    <nav className={classes.bar} aria-label="Main">
      {shown.map((place) => (
        <Link key={place.to} to={place.to} className={classes.tab} activeProps={{ 'aria-current': 'page' }}>
          <place.icon size={20} stroke={1.6} aria-hidden />
          {place.label}
          {place.to === '/inbox' ? <InboxBadge /> : null}
        </Link>
      ))}
      <button type="button" className={classes.tab} onClick={openPalette}>
        <IconSearch size={20} stroke={1.6} aria-hidden />
        Find
      </button>
      <Jobs className={classes.tab} compact />
      <UserMenu compact />
    </nav>
  );
}
