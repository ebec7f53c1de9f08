import { IconDots, IconFileImport } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { ActionIcon, Menu } from '../../../ui';

/** What else can be done with the list of contacts as a whole. */
export function ListMenu() {
  const can = useCan();
  if (!can('contacts:import')) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More for contacts">
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to="/imports"
          leftSection={<IconFileImport size={15} stroke={1.7} aria-hidden />}
        >
          Import contacts…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
