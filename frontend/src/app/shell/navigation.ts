import {
  type Icon,
  IconBolt,
  IconBuilding,
  IconChartBar,
  IconDeviceMobile,
  IconFileUpload,
  IconInbox,
  IconLayoutKanban,
  IconSettings,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import type { Permission } from '../../api';

export interface Destination {
  label: string;
  to:
    | '/inbox'
    | '/contacts'
    | '/companies'
    | '/pipelines'
    | '/workflows'
    | '/reports/pipeline'
    | '/imports'
    | '/simulator'
    | '/trash'
    | '/settings';
  icon: Icon;
  keys: string;
  permission?: Permission;
  /** Not in the phone's bar, which has no room for what is seldom needed. */
  isSeldom?: boolean;
}

/** Where one can go: the sidebar, the phone's bar, the palette and the `g` keys all come from this list. */
export const destinations: readonly Destination[] = [
  { label: 'Inbox', to: '/inbox', icon: IconInbox, keys: 'g i', permission: 'conversations:read' },
  { label: 'Contacts', to: '/contacts', icon: IconUsers, keys: 'g c', permission: 'contacts:read' },
  { label: 'Companies', to: '/companies', icon: IconBuilding, keys: 'g o', permission: 'contacts:read' },
  {
    label: 'Pipeline',
    to: '/pipelines',
    icon: IconLayoutKanban,
    keys: 'g p',
    permission: 'opportunities:read',
  },
  {
    label: 'Workflows',
    to: '/workflows',
    icon: IconBolt,
    keys: 'g w',
    permission: 'workflows:read',
    isSeldom: true,
  },
  {
    label: 'Reports',
    to: '/reports/pipeline',
    icon: IconChartBar,
    keys: 'g r',
    permission: 'reports:read',
    isSeldom: true,
  },
  {
    label: 'Imports',
    to: '/imports',
    icon: IconFileUpload,
    keys: 'g u',
    permission: 'contacts:import',
    isSeldom: true,
  },
  {
    label: 'Simulator',
    to: '/simulator',
    icon: IconDeviceMobile,
    keys: 'g m',
    permission: 'simulator:use',
    isSeldom: true,
  },
  { label: 'Trash', to: '/trash', icon: IconTrash, keys: 'g t', permission: 'contacts:read', isSeldom: true },
  { label: 'Settings', to: '/settings', icon: IconSettings, keys: 'g s' },
];
