import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { type SchemeChoice, SegmentedControl, showToast, useColourScheme } from '../../../ui';
import { useSaveProfile } from '../profile';
import classes from './own.module.css';

const choices: { value: SchemeChoice; label: string; icon: typeof IconSun }[] = [
  { value: 'system', label: 'As the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
];

/** Light, dark, or as the system says: shown at once and kept with the account. */
export function SchemeField() {
  const { scheme, setScheme } = useColourScheme();
  const save = useSaveProfile();
  return (
    <SegmentedControl
      aria-label="Appearance"
      value={scheme}
      onChange={(value) => {
        const theme = choices.find((choice) => choice.value === value)?.value ?? 'system';
        setScheme(theme);
        save.mutate(
          { theme },
          {
            onError: (error) => {
              setScheme(scheme);
              showToast({ tone: 'error', message: error.message });
            },
          },
        );
      }}
      data={choices.map((choice) => ({
        value: choice.value,
        label: (
          <span className={classes.choice}>
            <choice.icon size={15} stroke={1.7} aria-hidden />
            {choice.label}
          </span>
        ),
      }))}
    />
  );
}
