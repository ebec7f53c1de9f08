import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { TemplateCheck } from '../../../api';
import classes from './templates.module.css';

const MARKS = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle } as const;
const NAMES = { error: 'Must be mended: ', warning: 'Look at this: ', note: '' } as const;

/** What the server finds about a template, the worst first; or that all is well. */
export function Checks({ checks }: { checks: readonly TemplateCheck[] }) {
  return (
    <ul className={classes.checks} aria-label="Checks">
      {checks.map(({ code, field, level, text }) => {
        const Mark = MARKS[level];
        return (
          <li key={`${code} ${field} ${text}`} className={classes.check} data-level={level}>
            <Mark size={15} stroke={1.8} aria-hidden />
            <span>
              <span className={classes.hidden}>{NAMES[level]}</span>
              {text}
            </span>
          </li>
        );
      })}
      {checks.length === 0 ? (
        <li className={classes.check} data-level="ok">
          <IconCircleCheck size={15} stroke={1.8} aria-hidden />
          Nothing to mend
        </li>
      ) : null}
    </ul>
  );
}
