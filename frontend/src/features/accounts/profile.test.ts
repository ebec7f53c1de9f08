import { describe, expect, it } from 'vitest';
import { zoneOptions } from './model';
import { findZones } from './profile';

const WINTER = Date.UTC(2026, 0, 15);
const options = zoneOptions(['America/New_York', 'Asia/Kolkata', 'Europe/Berlin'], 'Mars/Base', WINTER);
const found = (typed: string) => findZones(options, typed).map((option) => option.value);

describe('time zones', () => {
  it('are named by city, with the offset, and keep the one in use', () => {
    expect(options.map((option) => option.label)).toEqual([
      'Base, Mars',
      'Berlin, Europe (GMT+1)',
      'Kolkata, Asia (GMT+5:30)',
      'New York, America (GMT-5)',
      'UTC',
    ]);
  });
  it('are found by city, official name and offset', () => {
    expect(found('new york')).toEqual(['America/New_York']);
    expect(found('america new')).toEqual(['America/New_York']);
    expect(found('europe/ber')).toEqual(['Europe/Berlin']);
    expect(found('GMT+5')).toEqual(['Asia/Kolkata']);
    expect(found('america/new_y')).toEqual(['America/New_York']);
    expect(found('')).toHaveLength(5);
    expect(found('atlantis')).toEqual([]);
  });
});
