import type { Import } from '../../../api';
import { Button } from '../../../ui';
import { counted } from '../model';
import { hasConsent } from '../steps';
import classes from './wizard.module.css';

interface ActionBarProps {
  given: Import;
  error: Error | null;
  isAsking: boolean;
  onPreview: () => void;
  onStart: () => void;
  onCancel: () => void;
}

/** The next thing to do, always in sight. */
export function ActionBar({ given, error, isAsking, onPreview, onStart, onCancel }: ActionBarProps) {
  const { state, counts } = given;
  // Rows that were corrected since the check are tried too.
  const people = counts.created + counts.merged + given.fixes_waiting;
  return (
    <footer className={classes.bar} data-bar>
      <p role={error ? 'alert' : 'status'} data-bad={error ? true : undefined}>
        {error ? error.message : hint(given)}
      </p>
      {state === 'previewing' ? (
        <Button variant="default" onClick={onCancel}>
          Stop checking
        </Button>
      ) : null}
      {state === 'ready' && given.fixes_waiting > 0 ? (
        <Button variant="default" loading={isAsking} onClick={onPreview}>
          Check again
        </Button>
      ) : null}
      {state === 'ready' ? (
        <Button loading={isAsking} disabled={people === 0} onClick={onStart}>
          Import {counted(people, 'person', 'people')}
        </Button>
      ) : null}
      {state === 'previewing' || state === 'ready' ? null : (
        <Button loading={isAsking} onClick={onPreview}>
          Check the rows
        </Button>
      )}
    </footer>
  );
}

function hint(given: Import): string {
  if (given.state === 'previewing') return 'The rows are being checked. You may leave this page.';
  if (given.state === 'ready') {
    // Rows that were corrected here go along with the import.
    const left = Math.max(0, given.counts.refused - given.fixes_waiting);
    return left > 0
      ? `${counted(left, 'row', 'rows')} will be left out unless corrected, now or after the import.`
      : 'Every row can be imported.';
  }
  if (!hasConsent(given)) return 'Consent is still to be answered.';
  return 'Nothing is written before you have seen what becomes of each row.';
}
