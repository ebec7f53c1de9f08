import {
  IconCheck,
  IconDeviceDesktop,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMe } from '../../api';
import { Face, Menu, type SchemeChoice, useColourScheme, VisuallyHidden } from '../../ui';
import { sheetIsOpen } from './paletteState';
import { useSaveTheme, useSignOut } from './session';
import classes from './shell.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
const schemes: { value: SchemeChoice; name: string; icon: typeof IconSun }[] = [
  { value: 'light', name: 'Light', icon: IconSun },
  { value: 'dark', name: 'Dark', icon: IconMoon },
  { value: 'system', name: 'As the system', icon: IconDeviceDesktop },
];

export function UserMenu({ compact = false }: { compact?: boolean }) {
  const me = useMe();
  const { scheme, setScheme } = useColourScheme();
  const saveTheme = useSaveTheme();
  const signOut = useSignOut();
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={compact ? classes.tab : classes.user}>
          <Face name={me.name} size={22} />
          {compact ? (
            <>
              <span>You</span>
              <VisuallyHidden> Account menu of {me.name}</VisuallyHidden>
            </>
          ) : (
            <>
              <VisuallyHidden>Account menu of </VisuallyHidden>
              <span className={classes.userName}>{me.name}</span>
              <IconSelector {...icon} />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={scheme}
          onChange={(value) => {
            const choice = schemes.find((known) => known.value === value)?.value ?? 'system';
            setScheme(choice);
            saveTheme(choice);
          }}
        >
          {schemes.map((choice) => (
            <Menu.RadioItem
              key={choice.value}
              value={choice.value}
              checkIcon={<IconCheck {...icon} />}
              rightSection={<choice.icon {...icon} />}
            >
              {choice.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings {...icon} />} component={Link} to="/settings">
          Settings
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard {...icon} />} onClick={() => sheetIsOpen.set(true)}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...icon} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
