import classes from './kit.module.css';
import { hueOf, initials } from './names';

interface FaceProps {
  name: string;
  size?: number;
  /** Organisations are square, people are round. */
  isSquare?: boolean;
}

/** Initials on a quiet tint that stays the same for one name. Decoration: the name always stands beside it. */
export function Face({ name, size = 22, isSquare = false }: FaceProps) {
  return (
    <span
      aria-hidden="true"
      className={classes.face}
      data-hue={hueOf(name)}
      data-square={isSquare || undefined}
      // Drawn by the style sheet: letters in the text would be read as part of the name beside it.
      data-initials={initials(name)}
      style={{ width: size, height: size, fontSize: Math.max(9, size * 0.42) }}
    />
  );
}
