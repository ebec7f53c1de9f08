import { IconCircleCheck } from '@tabler/icons-react';
import { Button } from '../../../ui';

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
      aria-pressed={isShown}
      onClick={() => onChange(!isShown)}
    >
      Closed
    </Button>
  );
}
