import { IconCircleCheck } from '@tabler/icons-react';
import { Button } from '../../../ui';
import classes from './page.module.css';

/** Shows what was won, lost or given up too. */
export function ClosedToggle({
  isShown,
  onChange,
}: {
  isShown: boolean;
  onChange: (isShown: boolean) => void;
}) {
  return (
    <Button
      variant={isShown ? 'light' : 'default'}
      leftSection={<IconCircleCheck size={15} stroke={1.7} aria-hidden />}
      className={classes.iconOnPhone ?? ''}
      aria-label="Closed"
      aria-pressed={isShown}
      onClick={() => onChange(!isShown)}
    >
      Closed
    </Button>
  );
}
