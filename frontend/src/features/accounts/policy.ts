import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, meQuery, type Security, unwrap } from '../../api';
import { showToast } from '../../ui';
import { policyQuery, readinessQuery } from './queries';

/** Saves the sign-in policy; what it asks of oneself is read anew. */
export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ idle_timeout_minutes, two_factor_required, two_factor_required_from }: Security) =>
      unwrap(
        api.PATCH('/api/v1/settings/security', {
          body: { idle_timeout_minutes, two_factor_required, two_factor_required_from },
        }),
      ),
    onSuccess: (saved) => {
      client.setQueryData(policyQuery.queryKey, saved);
      showToast({ message: 'The sign-in policy is saved.' });
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries(readinessQuery),
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]),
  });
}

/** Minutes in a larger unit: "8 hours", "1 hour"; empty where they are best said in minutes. */
export function durationText(minutes: number): string {
  if (!Number.isInteger(minutes) || minutes <= 0) return '';
  const units = [
    { size: 1440, name: 'day' },
    { size: 60, name: 'hour' },
  ];
  const unit = units.find(({ size }) => minutes % size === 0);
  if (!unit) return '';
  const count = minutes / unit.size;
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
}

/** Between which bounds the idle time is chosen, and what the chosen one is in a larger unit. */
export function idleText(policy: Security): string {
  const most = durationText(policy.idle_most_minutes) || `${policy.idle_most_minutes} minutes`;
  const range = `${policy.idle_least_minutes} minutes to ${most}`;
  const chosen = durationText(policy.idle_timeout_minutes);
  return chosen ? `${chosen} (${range})` : `From ${range}`;
}

export function isSamePolicy(one: Security, other: Security): boolean {
  return (
    one.idle_timeout_minutes === other.idle_timeout_minutes &&
    one.two_factor_required === other.two_factor_required &&
    one.two_factor_required_from === other.two_factor_required_from
  );
}
