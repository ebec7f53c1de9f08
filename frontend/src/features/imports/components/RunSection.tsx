import type { Import } from '../../../api';
import { Button, Progress } from '../../../ui';
import { countsText, paceText, percent } from '../model';
import { useCancel } from '../mutations';
import { StepSection } from './StepSection';
import classes from './wizard.module.css';

/** The import as it goes on. It needs no page to be open. */
export function RunSection({ given, readAt }: { given: Import; readAt: number }) {
  const cancel = useCancel(given.id);
  const part = percent(given);
  return (
    <StepSection
      step="result"
      title="Importing"
      description="You may leave this page: it goes on, and Kith tells you when it is done."
      action={
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          Stop
        </Button>
      }
    >
      <div className={classes.progress}>
        <Progress value={part ?? 100} animated={part === null} size="md" aria-label="Rows imported" />
        <span className="num" role="status">
          {paceText(given, readAt)}
        </span>
        <span className={classes.soFar}>So far {countsText(given.counts)}.</span>
      </div>
    </StepSection>
  );
}
