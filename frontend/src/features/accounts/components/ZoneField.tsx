import { useMemo } from 'react';
import { Button, Select, showToast } from '../../../ui';
import { refusalOf, zoneOptions } from '../model';
import { deviceZone, findZones, useSaveProfile } from '../profile';
import classes from './own.module.css';

/** The zone in which all times are shown, found by city, country area or offset. */
export function ZoneField({ id, zone }: { id: string; zone: string }) {
  const options = useMemo(() => zoneOptions(Intl.supportedValuesOf('timeZone'), zone), [zone]);
  const save = useSaveProfile();
  const refusal = refusalOf(save.error, ['time_zone']);
  const here = deviceZone();
  const shown = (save.isPending ? save.variables.time_zone : undefined) ?? zone;
  const choose = (time_zone: string | null) => {
    if (!time_zone || time_zone === zone) return;
    save.mutate({ time_zone }, { onSuccess: () => showToast({ message: 'Your time zone is saved.' }) });
  };
  return (
    <div className={classes.field}>
      <Select
        id={id}
        searchable
        selectFirstOptionOnChange
        allowDeselect={false}
        openOnFocus={false}
        maxDropdownHeight={280}
        nothingFoundMessage="No zone of that name"
        data={options}
        value={shown}
        onChange={choose}
        onFocus={(event) => event.currentTarget.select()}
        filter={({ options: all, search }) =>
          search === options.find(({ value }) => value === shown)?.label
            ? all
            : findZones(
                all.flatMap((option) => ('value' in option ? [option] : [])),
                search,
              )
        }
        error={refusal.fields.time_zone ?? refusal.general}
      />
      {here === zone ? null : (
        <Button variant="subtle" size="xs" className={classes.aside} onClick={() => choose(here)}>
          Use the zone of this device: {here.replaceAll('_', ' ')}
        </Button>
      )}
    </div>
  );
}
