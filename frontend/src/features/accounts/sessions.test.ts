import { describe, expect, it } from 'vitest';
import type { Session } from '../../api';
import { inOrder, isHandheld } from './sessions';

function session(id: string, last_seen_at: string, is_current = false): Session {
  return { id, last_seen_at, is_current, created_at: last_seen_at, device: '', ip: null, user_agent: '' };
}

describe('where a person is signed in', () => {
  it('puts this browser first, then the ones used last', () => {
    const all = [
      session('old', '2026-01-01T00:00:00Z'),
      session('new', '2026-03-01T00:00:00Z'),
      session('here', '2026-02-01T00:00:00Z', true),
    ];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['here', 'new', 'old']);
  });
  it('knows what is carried about', () => {
    expect(isHandheld('Safari on iPhone')).toBe(true);
    expect(isHandheld('Firefox on Linux')).toBe(false);
  });
});
