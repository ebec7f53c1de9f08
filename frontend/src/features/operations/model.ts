export const STATES = [
  { value: 'failed', label: 'Failed' },
  { value: 'pending', label: 'Pending' },
  { value: 'all', label: 'All' },
] as const;

export type DeliveryState = (typeof STATES)[number]['value'];

/** "2 tries", "1 try", "not tried yet". */
export function triesText(attempts: number): string {
  if (attempts === 0) return 'not tried yet';
  return attempts === 1 ? '1 try' : `${attempts} tries`;
}
