import { describe, expect, it } from 'vitest';
import { OwnVersions } from './versions';

describe('own versions', () => {
  it('carries an edit over this tab’s own earlier edits', () => {
    const versions = new OwnVersions();
    versions.note(1, 3, 4);
    versions.note(1, 4, 5);
    expect(versions.newest(1, 3)).toBe(5);
    expect(versions.newest(2, 3)).toBe(3);
  });

  it('stops where someone else changed the contact in between', () => {
    const versions = new OwnVersions();
    versions.note(1, 3, 5);
    expect(versions.newest(1, 3)).toBe(3);
  });
});
