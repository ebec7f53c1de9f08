import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './links.module.css';

/** What is over, folded away until somebody asks. Its content is made only then. */
export function Former({ label, count, children }: { label: string; count: number; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const place = useId();
  return (
    <div className={classes.former}>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={isOpen}
        aria-controls={place}
        onClick={() => setIsOpen(!isOpen)}
      >
        <IconChevronRight size={14} stroke={1.8} aria-hidden />
        {label} <span className={classes.count}>{count}</span>
      </button>
      <div id={place}>{isOpen ? children : null}</div>
    </div>
  );
}
