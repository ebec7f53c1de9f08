import { describe, expect, it } from 'vitest';
import { NotConfirmed } from './identity';
import { codesLeft, pictureAddress, recoveryFileName, worthTelling } from './twoFactor';

describe('two-factor sign-in', () => {
  it('puts an SVG document into an address and loses nothing of it', () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0#é"/></svg>';
    const address = pictureAddress(svg);
    expect(address).toMatch(/^data:image\/svg\+xml;charset=utf-8,/);
    expect(decodeURIComponent(address.slice(address.indexOf(',') + 1))).toBe(svg);
  });
  it('says how many codes are left', () => {
    expect([null, 0, 1, 7].map(codesLeft)).toEqual(['None left', 'None left', 'One left', '7 left']);
  });
  it('names the file after the account', () => {
    expect(recoveryFileName('zoë+crm@example.com')).toBe('kith-recovery-codes-zoë-crm-example.com.txt');
  });
  it('has nothing to tell when the question was only closed', () => {
    const fault = new Error('No connection');
    expect(worthTelling(new NotConfirmed())).toBeNull();
    expect(worthTelling(fault)).toBe(fault);
  });
});
