import { IconUserPlus } from '@tabler/icons-react';
import type { SimulatorPerson } from '../../../api';
import { Face, When } from '../../../ui';
import classes from './simulator.module.css';

interface PeopleProps {
  people: readonly SimulatorPerson[];
  chosen: string | null;
  onChoose: (address: string | null) => void;
}

/** Who has been written to, or has written. */
export function People({ people, chosen, onChoose }: PeopleProps) {
  return (
    <ul className={classes.people} aria-label="People outside">
      <li>
        <button
          type="button"
          className={classes.person}
          aria-current={chosen === null}
          onClick={() => onChoose(null)}
        >
          <span className={classes.plus}>
            <IconUserPlus size={16} stroke={1.7} aria-hidden />
          </span>
          <span className={classes.personText}>
            <strong>Somebody new</strong>
            <span>Writes in for the first time</span>
          </span>
        </button>
      </li>
      {people.map(({ address, name, last_at: at, last_text: text }) => (
        <li key={address}>
          <button
            type="button"
            className={classes.person}
            aria-current={chosen === address}
            onClick={() => onChoose(address)}
          >
            <Face name={name || address} size={28} />
            <span className={classes.personText}>
              <strong>{name || address}</strong>
              <span>{text}</span>
            </span>
            <When at={at} />
          </button>
        </li>
      ))}
    </ul>
  );
}
