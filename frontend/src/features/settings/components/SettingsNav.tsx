import { Link } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { entriesFor, groups } from '../model';
import classes from './settings.module.css';

/** The places of the settings that the server grants this person. */
export function SettingsNav() {
  const can = useCan();
  return (
    <nav className={classes.nav} aria-label="Settings">
      {groups.map((group) => {
        const entries = entriesFor(group, can);
        if (entries.length === 0) return null;
        return (
          <div key={group.label} className={classes.group}>
            <div className={classes.groupLabel} id={`settings-${group.key}`}>
              {group.label}
            </div>
            <ul className={classes.list} aria-labelledby={`settings-${group.key}`}>
              {entries.map((entry) => (
                <li key={entry.to}>
                  <Link to={entry.to} className={classes.link} activeProps={{ 'aria-current': 'page' }}>
                    <entry.icon size={16} stroke={1.7} aria-hidden />
                    {entry.label}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
