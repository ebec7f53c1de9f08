import { expect, it } from 'vitest';
import type { Invitation } from '../../api';
import { openInvitations } from './people';

function invitation(id: number, state: Invitation['state'], created_at: string): Invitation {
  const invited_by = { id: 1, name: 'Ada' };
  return { id, state, created_at, expires_at: created_at, email: '', name: '', role: 'user', invited_by };
}

it('shows pending invitations first, newest first, and leaves out what is history', () => {
  const all = [
    invitation(1, 'accepted', '2026-01-05'),
    invitation(2, 'expired', '2026-01-04'),
    invitation(3, 'pending', '2026-01-01'),
    invitation(4, 'pending', '2026-01-02'),
    invitation(5, 'withdrawn', '2026-01-03'),
  ];
  expect(openInvitations(all).map(({ id }) => id)).toEqual([4, 3, 2]);
});
