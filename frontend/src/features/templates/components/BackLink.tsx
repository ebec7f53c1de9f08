import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './templates.module.css';

/** Back to all templates. */
export function BackLink() {
  return (
    <Link to="/settings/templates" className={classes.back}>
      <IconArrowLeft size={14} stroke={1.8} aria-hidden />
      Templates
    </Link>
  );
}
