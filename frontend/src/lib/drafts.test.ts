import { beforeEach, expect, it } from 'vitest';
import { claimDrafts, readDraft, writeDraft } from './drafts';

beforeEach(() => sessionStorage.clear());

it('keeps the drafts of whoever signs in again', () => {
  claimDrafts(1);
  writeDraft('new-contact', { first_name: 'Zoë' });
  claimDrafts(1);
  expect(readDraft('new-contact')).toEqual({ first_name: 'Zoë' });
});

it('shows nobody what someone else has typed', () => {
  claimDrafts(1);
  writeDraft('new-contact', { first_name: 'Zoë' });
  sessionStorage.setItem('something-else', 'stays');
  claimDrafts(2);
  expect(readDraft('new-contact')).toBeNull();
  expect(sessionStorage.getItem('something-else')).toBe('stays');
});
