import {
  type Icon,
  IconActivity,
  IconBroadcast,
  IconForms,
  IconLayoutKanban,
  IconLock,
  IconShieldCheck,
  IconTags,
  IconTemplate,
  IconUserCircle,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { Permission } from '../../api';

export interface Entry {
  label: string;
  to:
    | '/settings/profile'
    | '/settings/security'
    | '/settings/people'
    | '/settings/policy'
    | '/settings/tags'
    | '/settings/pipelines'
    | '/settings/templates'
    | '/settings/forms'
    | '/settings/channels'
    | '/settings/deliveries';
  icon: Icon;
  permission?: Permission;
}

export interface Group {
  key: string;
  label: string;
  entries: readonly Entry[];
}

/** The settings, in the order in which they stand. */
export const groups: readonly Group[] = [
  {
    key: 'own',
    label: 'Your account',
    entries: [
      { label: 'Profile', to: '/settings/profile', icon: IconUserCircle },
      { label: 'Security', to: '/settings/security', icon: IconLock },
    ],
  },
  {
    key: 'workspace',
    label: 'Workspace',
    entries: [
      { label: 'People', to: '/settings/people', icon: IconUsersGroup, permission: 'users:write' },
      { label: 'Tags', to: '/settings/tags', icon: IconTags, permission: 'tags:write' },
      {
        label: 'Pipelines',
        to: '/settings/pipelines',
        icon: IconLayoutKanban,
        permission: 'pipelines:write',
      },
      { label: 'Templates', to: '/settings/templates', icon: IconTemplate, permission: 'templates:write' },
      { label: 'Forms', to: '/settings/forms', icon: IconForms, permission: 'forms:write' },
      { label: 'Channels', to: '/settings/channels', icon: IconBroadcast, permission: 'channels:write' },
      { label: 'Sign-in policy', to: '/settings/policy', icon: IconShieldCheck, permission: 'settings:read' },
      {
        label: 'Event delivery',
        to: '/settings/deliveries',
        icon: IconActivity,
        permission: 'deliveries:read',
      },
    ],
  },
];

export function entriesFor(group: Group, can: (permission: Permission) => boolean): readonly Entry[] {
  return group.entries.filter((entry) => !entry.permission || can(entry.permission));
}
