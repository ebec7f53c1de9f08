import { useQuery } from '@tanstack/react-query';
import type { SimulatorBehaviour } from '../../../api';
import { NativeSelect, NumberInput } from '../../../ui';
import { behaviourQuery, useBehave } from '../queries';
import classes from './simulator.module.css';

const modes: readonly { value: SimulatorBehaviour['mode']; label: string }[] = [
  { value: 'deliver', label: 'arrives' },
  { value: 'delay', label: 'arrives late' },
  { value: 'bounce', label: 'bounces: nobody is there' },
  { value: 'reject', label: 'is refused' },
  { value: '429', label: 'meets “too busy”' },
  { value: 'hang', label: 'gets no answer' },
  { value: 'unknown', label: 'breaks off in between' },
];
const timed = new Set(['delay', '429', 'hang']);

/** What becomes of what we send. */
export function Behaviour() {
  const { data } = useQuery(behaviourQuery);
  const behave = useBehave();
  if (!data) return null;
  return (
    <div className={classes.behaviour}>
      <span>What we send</span>
      <NativeSelect
        size="xs"
        aria-label="What becomes of what we send"
        data={modes}
        value={data.mode}
        onChange={(event) =>
          behave.mutate({ ...data, mode: event.currentTarget.value as SimulatorBehaviour['mode'] })
        }
      />
      {timed.has(data.mode) ? (
        <NumberInput
          size="xs"
          w={84}
          min={0}
          max={25}
          suffix=" s"
          aria-label="Seconds"
          value={data.seconds}
          onChange={(value) =>
            typeof value === 'number' && value <= 25 && behave.mutate({ ...data, seconds: value })
          }
        />
      ) : null}
    </div>
  );
}
