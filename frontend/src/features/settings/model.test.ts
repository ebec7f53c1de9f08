import { describe, expect, it } from 'vitest';
import { entriesFor, groups } from './model';

const shownTo = (permissions: readonly string[]) =>
  groups.map((group) =>
    entriesFor(group, (permission) => permissions.includes(permission)).map((e) => e.label),
  );

describe('settings navigation', () => {
  it('shows a viewer nothing but the own account', () => {
    expect(shownTo(['contacts:read', 'users:read'])).toEqual([['Profile', 'Security'], []]);
  });
  it('shows an administrator everything', () => {
    expect(
      shownTo(['users:write', 'tags:write', 'pipelines:write', 'settings:read', 'deliveries:read']),
    ).toEqual([
      ['Profile', 'Security'],
      ['People', 'Tags', 'Pipelines', 'Sign-in policy', 'Event delivery'],
    ]);
  });
});
