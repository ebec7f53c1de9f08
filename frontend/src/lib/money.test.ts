import { describe, expect, it } from 'vitest';
import { money, readAmount, typedAmount } from './money';

describe('money', () => {
  it('shows amounts by the smallest unit of their currency', () => {
    expect(money(1_250_000, 'USD')).toBe('$12,500');
    expect(money(1_250_050, 'USD')).toBe('$12,500.50');
    expect(money(1_200, 'JPY')).toBe('¥1,200');
    expect(money(1_234_567, 'KWD')).toMatch(/1,234\.567$/);
    // The browser's own table would take these as whole dinars.
    expect(money(150_000, 'RSD')).toMatch(/1,500$/);
    expect(money(1_500, 'IQD')).toMatch(/1\.500$/);
  });

  it('reads what people type', () => {
    expect(readAmount('12,500.50', 'USD')).toBe(1_250_050);
    expect(readAmount('12 500', 'USD')).toBe(1_250_000);
    expect(readAmount("1'200,5", 'EUR')).toBe(120_050);
    expect(readAmount('1.200,50', 'EUR')).toBe(120_050);
    expect(readAmount('12,500', 'EUR')).toBe(1_250_000);
    expect(readAmount('0.29', 'USD')).toBe(29);
    expect(readAmount('1200', 'JPY')).toBe(1_200);
    expect(readAmount('1.5', 'KWD')).toBe(1_500);
    expect(readAmount('  ', 'USD')).toBeNull();
  });

  it('says what is no amount', () => {
    for (const typed of ['a lot', '1.234', '-5', '1.2.3', '99999999999999999999']) {
      expect(readAmount(typed, 'USD')).toBeUndefined();
    }
    expect(readAmount('1.5', 'JPY')).toBeUndefined();
  });

  it('gives back for editing what was typed', () => {
    expect(typedAmount(1_250_050, 'USD')).toBe('12500.50');
    expect(typedAmount(5, 'USD')).toBe('0.05');
    expect(typedAmount(0, 'USD')).toBe('0');
    expect(typedAmount(1_200, 'JPY')).toBe('1200');
    expect(typedAmount(null, 'USD')).toBe('');
  });
});
