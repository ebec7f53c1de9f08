import { describe, expect, it } from 'vitest';
import {
  type Action,
  asksFirst,
  firstParams,
  howMany,
  isOfferedIn,
  isReady,
  type Job,
  newlyEnded,
  outcome,
  overallProgress,
  sizeText,
  valueKind,
} from './model';

const archive: Action = {
  key: 'archive',
  label: 'Archive',
  explanation: '',
  params: [],
  permission: 'contacts:write',
};
const tag: Action = {
  ...archive,
  key: 'add_tags',
  params: [{ key: 'tags', label: 'Tags', type: 'tag_names', options: null }],
};
const exports: Action = {
  ...archive,
  key: 'export',
  params: [
    { key: 'format', label: 'Format', type: 'choice', options: [{ key: 'csv', label: 'CSV', value: null }] },
    {
      key: 'columns',
      label: 'Columns',
      type: 'choices',
      options: ['name', 'email', 'phone'].map((key) => ({ key, label: key, value: null })),
    },
  ],
};
const few = { ids: [1, 2], q: '', filter: '', archived: false, count: 2 };

function job(more: Partial<Job>): Job {
  return {
    id: 1,
    subject: 'contact',
    action: 'add_tags',
    label: 'Add tag VIP',
    selection: 'all',
    state: 'done',
    is_stopping: false,
    total: 1204,
    done: 1204,
    changed: 1200,
    unchanged: 3,
    refused: 1,
    progress: 1,
    actor: { id: 1, name: 'Uma' },
    set_id: '0b6f5f0e-0000-4000-8000-000000000001',
    created_at: '2026-11-22T10:00:00Z',
    started_at: null,
    finished_at: null,
    error: '',
    can_undo: true,
    undo_job_id: null,
    undoes_job_id: null,
    file: null,
    ...more,
  };
}

describe('the new value of a field', () => {
  const set: Action = {
    ...archive,
    key: 'set_field',
    params: [
      {
        key: 'field',
        label: 'Field',
        type: 'choice',
        options: [
          { key: 'last_name', label: 'Last name', value: 'text' },
          { key: 'company', label: 'Company', value: 'company_name' },
        ],
      },
      { key: 'value', label: 'New value', type: 'value', options: null },
    ],
  };

  it('is asked for as the chosen field says', () => {
    expect(valueKind(set, { field: 'company' })).toBe('company_name');
    expect(valueKind(set, { field: 'last_name' })).toBe('text');
    expect(valueKind(exports, { format: 'csv' })).toBe('text');
  });

  it('is not offered in the trash, from where records come back', () => {
    const restore = { ...archive, key: 'restore' };
    expect([set, archive, restore, exports].map((action) => isOfferedIn(true, action))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(isOfferedIn(false, restore)).toBe(false);
    expect(isOfferedIn(false, set)).toBe(true);
  });

  it('waits for who reads what else comes of an action', () => {
    expect(asksFirst(archive, few)).toBe(false);
    expect(asksFirst({ ...archive, explanation: 'The people stay.' }, few)).toBe(true);
  });
});

describe('before it begins', () => {
  it('asks when much is touched, when it is not known how much, and when something is to be told', () => {
    expect(asksFirst(archive, few)).toBe(false);
    expect(asksFirst(archive, { ...few, count: 25 })).toBe(true);
    expect(asksFirst(archive, { ...few, ids: null, count: null })).toBe(true);
    expect(asksFirst(tag, few)).toBe(true);
  });

  it('offers the columns on screen, and all of them when it knows none of those', () => {
    expect(firstParams(exports, ['phone', 'tags', 'name'])).toEqual({
      format: 'csv',
      columns: ['phone', 'name'],
    });
    expect(firstParams(exports, []).columns).toEqual(['name', 'email', 'phone']);
  });

  it('wants to be told enough', () => {
    expect(isReady(tag, { tags: [] })).toBe(false);
    expect(isReady(tag, { tags: ['VIP'] })).toBe(true);
    expect(isReady(exports, { format: '', columns: ['name'] })).toBe(false);
    expect(isReady(archive, {})).toBe(true);
  });
});

describe('a job in words', () => {
  it('says how many of what', () => {
    expect(howMany(1, 'contact')).toBe('1 contact');
    expect(howMany(1204, 'company')).toBe('1,204 companies');
  });

  it('says how far it is and what became of it', () => {
    expect(outcome(job({ state: 'running', done: 500 }))).toBe('500 of 1,204');
    expect(outcome(job({}))).toBe('1,200 changed, 3 as before, 1 refused');
    expect(outcome(job({ state: 'cancelled', unchanged: 0, refused: 0 }))).toBe('Stopped: 1,200 changed');
    expect(outcome(job({ state: 'failed', error: 'The disk is full.' }))).toBe('The disk is full.');
    expect(outcome(job({ action: 'export', unchanged: 0, refused: 0 }))).toBe('1,200 in the file');
  });

  it('is noticed once when it ends, however quickly, and old ones are no news', () => {
    const running = job({ id: 2, state: 'running' });
    const now = [job({ id: 3 }), job({ id: 2 }), job({ id: 1 })];
    expect(newlyEnded([running, job({ id: 1 })], now).map((one) => one.id)).toEqual([3, 2]);
    expect(newlyEnded(now, now)).toEqual([]);
    expect(newlyEnded(undefined, now)).toEqual([]);
    expect(newlyEnded([], [running])).toEqual([]);
  });

  it('adds up what runs', () => {
    expect(overallProgress([job({})])).toBeNull();
    const half = job({ state: 'running', total: 100, done: 50 });
    expect(overallProgress([half, job({ state: 'waiting', total: 100, done: 0 }), job({})])).toBe(0.25);
  });

  it('tells what a file weighs', () => {
    expect([sizeText(512), sizeText(2_400), sizeText(48_000), sizeText(2_400_000)]).toEqual([
      '512 bytes',
      '2.4 kB',
      '48 kB',
      '2.4 MB',
    ]);
  });
});
