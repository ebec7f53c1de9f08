import { useNavigate } from '@tanstack/react-router';
import { useCan } from '../../api';
import { inviteIsOpen } from '../../features/accounts/inviteState';
import type { Command } from '../../lib/commands';
import { type SchemeChoice, undoLast, useColourScheme } from '../../ui';
import { useCreations } from './creations';
import { destinations } from './navigation';
import { sheetIsOpen } from './paletteState';
import { useSaveTheme, useSignOut } from './session';

/** What the palette offers on every page. */
export function useShellCommands(): Command[] {
  const can = useCan();
  const navigate = useNavigate();
  const creations = useCreations();
  const signOut = useSignOut();
  const { setScheme } = useColourScheme();
  const saveTheme = useSaveTheme();
  const scheme = (choice: SchemeChoice) => () => {
    setScheme(choice);
    saveTheme(choice);
  };
  return [
    ...creations.map((creation, index) => ({
      ...creation,
      group: 'Do',
      keys: index === 0 ? 'c' : undefined,
    })),
    ...(can('users:write')
      ? [
          {
            id: 'invite',
            label: 'Invite a colleague',
            words: 'new add user person member',
            group: 'Do',
            run: () => {
              inviteIsOpen.set(true);
              void navigate({ to: '/settings/people' });
            },
          },
        ]
      : []),
    ...(can('contacts:import')
      ? [
          {
            id: 'import-contacts',
            label: 'Import contacts…',
            group: 'Do',
            run: () => void navigate({ to: '/imports' }),
          },
        ]
      : []),
    ...(can('reports:read')
      ? [
          {
            id: 'pipeline-report',
            label: 'Show the pipeline report',
            words: 'figures numbers conversion forecast chart funnel',
            group: 'Do',
            run: () => void navigate({ to: '/reports/pipeline' }),
          },
        ]
      : []),
    ...(can('pipelines:write')
      ? [
          {
            id: 'pipeline-settings',
            label: 'Change pipelines and stages',
            words: 'settings pipeline stage probability',
            group: 'Do',
            run: () => void navigate({ to: '/settings/pipelines' }),
          },
        ]
      : []),
    ...destinations
      .filter((place) => !place.permission || can(place.permission))
      .map((place) => ({
        id: `go-${place.to}`,
        label: `Go to ${place.label}`,
        group: 'Go to',
        keys: place.keys,
        run: () => void navigate({ to: place.to }),
      })),
    { id: 'undo', label: 'Undo the last change', group: 'Do', keys: 'z', run: undoLast },
    {
      id: 'keys',
      label: 'Show keyboard shortcuts',
      group: 'Do',
      keys: '?',
      run: () => sheetIsOpen.set(true),
    },
    { id: 'light', label: 'Colours: light', group: 'Settings', run: scheme('light') },
    { id: 'dark', label: 'Colours: dark', group: 'Settings', run: scheme('dark') },
    { id: 'system', label: 'Colours: as the system', group: 'Settings', run: scheme('system') },
    { id: 'sign-out', label: 'Sign out', group: 'Settings', run: signOut },
  ];
}
