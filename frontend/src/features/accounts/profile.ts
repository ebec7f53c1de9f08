import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Me, meQuery, unwrap, welcome } from '../../api';
import type { ZoneOption } from './model';

export type ProfileEdit = Partial<Pick<Me, 'name' | 'time_zone' | 'theme'>>;

/** Saves what a person changes of themselves; everything that shows it follows at once. */
export function useSaveProfile() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ProfileEdit) => unwrap(api.PATCH('/api/v1/me', { body })),
    onSuccess: async (me) => {
      // A read that set out before the change must not put the old values back.
      await client.cancelQueries({ queryKey: meQuery.queryKey });
      client.setQueryData(meQuery.queryKey, welcome(me));
    },
  });
}

/** The zones that hold every word typed, in the label or the official name: "new york", "europe/ber", "gmt+2". */
export function findZones<Option extends ZoneOption>(options: readonly Option[], typed: string): Option[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return options.filter(({ label, value }) => {
    const text = `${label} ${value} ${value.replaceAll('_', ' ')}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The zone that this device is set to. */
export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
