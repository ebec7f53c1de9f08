import { IconX } from '@tabler/icons-react';
import classes from './tag.module.css';

/** A tag in one of the eight fixed tints. With `onRemove` it carries its own small button. */
export function Tag({
  name,
  color,
  onRemove,
}: {
  name: string;
  color: string;
  onRemove?: (() => void) | undefined;
}) {
  return (
    <span className={classes.tag} data-color={color} data-removable={onRemove ? true : undefined}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.name}>{name}</span>
      {onRemove ? (
        <button
          type="button"
          className={classes.remove}
          onClick={onRemove}
          aria-label={`Remove the tag ${name}`}
        >
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
