import { expect, it } from 'vitest';
import { readConflict, resolve } from './conflict';

const problem = {
  code: 'edit_conflict',
  current: { id: 7, version: 9 },
  conflict: {
    email: {
      yours: 'm@x.com',
      current: 'theirs@x.com',
      original: 'old@x.com',
      changed_by: 'Uma',
      changed_at: '2026-11-22T10:00:00Z',
    },
    assigned_user_id: { yours: 'Ada', current: null, original: null, changed_by: { id: 2, name: 'Uma' } },
  },
};
const edit = { email: 'm@x.com', assigned_user: { id: 1, name: 'Ada' }, notes: 'only mine' };

it('reads both sides as people see them', () => {
  expect(readConflict(problem, edit, { assigned_user_id: 'assigned_user' }).fields).toEqual([
    {
      field: 'email',
      yours: 'm@x.com',
      theirs: 'theirs@x.com',
      before: 'old@x.com',
      changedBy: 'Uma',
      changedAt: '2026-11-22T10:00:00Z',
    },
    { field: 'assigned_user', yours: 'Ada', theirs: '', before: null, changedBy: 'Uma', changedAt: null },
  ]);
});

it('sends again what was chosen and what was never in dispute', () => {
  const conflict = readConflict(problem, edit, { assigned_user_id: 'assigned_user' });
  expect(resolve(conflict, new Set(['email']))).toEqual({ email: 'm@x.com', notes: 'only mine' });
  expect(resolve(conflict, new Set())).toEqual({ notes: 'only mine' });
});
