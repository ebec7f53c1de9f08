import { describe, expect, it } from 'vitest';
import type { ChannelAccount, ChannelKind } from '../../api';
import { fieldsOf, firstValues, settingsOf } from './form';

const kind = {
  kind: 'post',
  label: 'Post',
  help: '',
  channels: ['sms'],
  secrets: ['token', 'spare'],
  settings_schema: {
    required: ['token', 'account'],
    properties: {
      account: { title: 'Account', type: 'string', description: 'Its id.' },
      token: { title: 'Token', type: 'string', format: 'password', writeOnly: true },
      spare: {
        title: 'Spare',
        anyOf: [{ type: 'string', format: 'password' }, { type: 'null' }],
        default: null,
      },
      mode: { title: 'Mode', enum: ['a', 'b'], type: 'string', default: 'a' },
      port: { title: 'Port', anyOf: [{ type: 'integer' }, { type: 'null' }], default: null },
      strict: { title: 'Strict', type: 'boolean', default: true },
    },
  },
} as unknown as ChannelKind;

describe('the form of a channel', () => {
  const fields = fieldsOf(kind);
  it('has a field for each setting, of its sort', () => {
    expect(fields.map(({ name, kind: sort }) => `${name} ${sort}`)).toEqual([
      'account text',
      'token secret',
      'spare secret',
      'mode choice',
      'port number',
      'strict switch',
    ]);
    expect(fields.filter(({ isNeeded }) => isNeeded).map(({ name }) => name)).toEqual(['account', 'token']);
    expect(fields[3]?.choices).toEqual(['a', 'b']);
  });
  it('begins with what is kept, secrets empty', () => {
    expect(firstValues(fields, null)).toEqual({
      account: '',
      token: '',
      spare: '',
      mode: 'a',
      port: '',
      strict: true,
    });
    const account = {
      settings: { account: 'AC1', mode: 'b', port: 25, strict: false },
    } as unknown as ChannelAccount;
    expect(firstValues(fields, account)).toMatchObject({
      account: 'AC1',
      token: '',
      mode: 'b',
      strict: false,
    });
  });
  it('leaves out what was left empty', () => {
    expect(settingsOf(fields, { account: 'AC1', token: '', mode: 'b', port: 25, strict: false })).toEqual({
      account: 'AC1',
      mode: 'b',
      port: 25,
      strict: false,
    });
  });
});
