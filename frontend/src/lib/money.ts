/**
 * Currencies whose smallest unit is not a hundredth (ISO 4217, list one). The browser's own table follows custom
 * instead and has, for one, no para in a Serbian dinar: an amount read by it would be a hundredth of what it is.
 */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, digits: number): Intl.NumberFormat {
  const key = `${currency} ${digits}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, made);
  return made;
}

/** "$12,500", "$12,500.50", "¥1,200": an amount in the currency's smallest unit, without cents that are none. */
export function money(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const isWhole = minor % 10 ** digits === 0;
  return formatOf(currency, isWhole ? 0 : digits).format(minor / 10 ** digits);
}

/** The amount as a field shows it for editing: "12500.50". */
export function typedAmount(minor: number | null, currency: string): string {
  if (minor === null) return '';
  const digits = digitsOf(currency);
  const text = String(minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const rest = text.slice(text.length - digits);
  return digits === 0 || /^0*$/.test(rest) ? whole : `${whole}.${rest}`;
}

/**
 * What somebody typed ("12,500.50", "12 500", "1'200,5"), in the smallest unit: null for nothing, undefined for what is
 * no amount. By text alone, since 0.1 + 0.2 has no place among amounts.
 */
export function readAmount(typed: string, currency: string): number | null | undefined {
  const text = typed.replace(/[\s'’_$€£¥]/g, '');
  if (text === '') return null;
  const digits = digitsOf(currency);
  // A comma followed by one or two figures at the end, without a point, is a decimal one.
  const plain = /^\d{1,3}(\.\d{3})+,\d{1,2}$|^\d+,\d{1,2}$/.test(text)
    ? text.replaceAll('.', '').replace(',', '.')
    : text.replaceAll(',', '');
  const found = /^(\d{1,15})(?:\.(\d*))?$/.exec(plain);
  if (!found) return undefined;
  const fraction = (found[2] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const minor = Number(`${found[1]}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
