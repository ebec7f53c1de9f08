import { describe, expect, it } from 'vitest';
import {
  applyPatch,
  canUndo,
  countsText,
  isOpen,
  isSameMapping,
  isSilent,
  paceText,
  percent,
  pickFile,
  regionLabel,
  sizeText,
  undoText,
} from './model';
import { sampleImport } from './sample';

const counts = { created: 0, merged: 0, skipped: 0, refused: 0, warnings: 0 };

describe('counts', () => {
  it('names what is not zero', () => {
    expect(countsText({ ...counts, created: 1204, refused: 1 })).toBe('1,204 created, 1 refused');
    expect(countsText(counts)).toBe('nothing yet');
  });
  it('says what undoing takes back', () => {
    expect(undoText({ ...counts, created: 1, merged: 12 })).toBe(
      '1 person it created is deleted, and its changes to 12 contacts are taken back.',
    );
    expect(undoText({ ...counts, merged: 1 })).toBe('Its changes to 1 contact are taken back.');
  });
});

it.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [12_345, '12 kB'],
  [3_400_000, '3.4 MB'],
  [100_000_000, '100 MB'],
])('writes %i bytes', (bytes, words) => expect(sizeText(bytes)).toBe(words));

describe('progress', () => {
  const at = (done: number, rows_total: number | null) => ({
    done,
    rows_total,
    started_at: '2026-11-22T10:00:00Z',
  });
  const later = (seconds: number) => Date.parse('2026-11-22T10:00:00Z') + seconds * 1000;
  it('tells rows, pace and what is left', () => {
    expect(paceText(at(1200, 5000), later(3))).toBe('1,200 of 5,000 rows · 400 rows/s · about 10 s left');
    expect(paceText(at(100, 100_000), later(100))).toBe(
      '100 of 100,000 rows · 1.0 rows/s · about 1665 min left',
    );
  });
  it('promises nothing before it knows anything', () => {
    expect(paceText(at(0, 5000), later(9))).toBe('0 of 5,000 rows');
    expect(paceText(at(7, null), later(0))).toBe('7 rows');
  });
  it('is a part of the whole', () => {
    expect(percent(at(25, 100))).toBe(25);
    expect(percent(at(0, 0))).toBe(100);
    expect(percent(at(3, null))).toBeNull();
  });
});

describe('an import', () => {
  it('can be changed until it has begun to write', () => {
    expect(isOpen({ state: 'ready', set_id: null })).toBe(true);
    expect(isOpen({ state: 'failed', set_id: null })).toBe(true);
    expect(isOpen({ state: 'failed', set_id: 'a' })).toBe(false);
    expect(isOpen({ state: 'done', set_id: 'a' })).toBe(false);
  });
  it('can be undone once it has written something', () => {
    const done = { ...sampleImport, state: 'done' as const, set_id: 'a' };
    expect(canUndo({ ...done, counts: { ...counts, created: 1 } })).toBe(true);
    expect(canUndo({ ...done, counts: { ...counts, refused: 9 } })).toBe(false);
    expect(canUndo({ ...done, state: 'running', counts: { ...counts, created: 1 } })).toBe(false);
  });
});

it('knows a mapping again, whatever the order of its columns', () => {
  expect(isSameMapping({ c1: 'email', c2: 'phone' }, { c2: 'phone', c1: 'email' })).toBe(true);
  expect(isSameMapping({ c1: 'email' }, { c1: 'email', c2: 'phone' })).toBe(false);
  expect(isSameMapping({ c1: 'email' }, { c1: 'phone' })).toBe(false);
});

describe('a patch that is on its way', () => {
  it('maps one column and leaves the others', () => {
    const next = applyPatch(sampleImport, { mapping: { c2: 'notes' } });
    expect(next.columns.map((column) => column.field)).toEqual(['full_name', 'notes']);
    expect(applyPatch(next, { mapping: { c2: null } }).columns[1]?.field).toBeNull();
  });
  it('answers one channel and leaves the other', () => {
    const next = applyPatch(sampleImport, { consent: { sms: { answer: 'declined' } } });
    expect(next.consent).toEqual({ email: null, sms: { answer: 'declined' }, wording: '' });
  });
});

it('hides only columns that say nothing and that nobody has mapped', () => {
  const column = {
    key: 'c1',
    name: 'Fax',
    samples: ['', ' '],
    field: null,
    is_guess: false,
    speaks_of_consent: false,
  };
  expect(isSilent(column)).toBe(true);
  expect(isSilent({ ...column, samples: ['', '1'] })).toBe(false);
  expect(isSilent({ ...column, field: 'phone', is_guess: true })).toBe(true);
  expect(isSilent({ ...column, field: 'phone' })).toBe(false);
});

it('writes regions by name', () => {
  expect(regionLabel({ key: 'DE', label: 'DE +49' })).toBe('Germany (DE +49)');
  expect(regionLabel({ key: '001', label: '001 +800' })).toBe('001 +800');
});

describe('a dropped file', () => {
  const file = new File(['a,b'], 'people.csv');
  it('is taken when it is the only one and not too large', () => {
    expect(pickFile([file], 10)).toBe(file);
    expect(pickFile([file], undefined)).toBe(file);
  });
  it('is refused with the reason', () => {
    expect(pickFile([file], 2)).toContain('people.csv is 3 bytes large; 2 bytes is the most');
    expect(pickFile([file, file], 10)).toContain('One file at a time');
    expect(pickFile([], 10)).toContain('Drop a file');
  });
});
