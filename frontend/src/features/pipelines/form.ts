import type { Me, OpportunityIn, Ref } from '../../api';
import { readAmount } from '../../lib/money';

/** The form of a new opportunity as typed. */
export interface FormValues {
  title: string;
  contact: Ref | null;
  company: string;
  amount: string;
  currency: string;
  stageId: number | null;
  expected_close_on: string;
  assigned_user: Ref | null;
  next_step: string;
  next_step_on: string;
}

let typedLast: string | undefined;

/** The currency that was typed last on this page; before that the company's own. */
export function lastCurrency(me: Me): string {
  return typedLast ?? me.currency;
}

export function rememberCurrency(currency: string): void {
  typedLast = currency;
}

export const NO_AMOUNT = 'Type an amount, as in 12,500 or 12,500.50.';

/** The request body; null when the amount is none. */
export function toBody(values: FormValues): OpportunityIn | null {
  const minor = readAmount(values.amount, values.currency);
  if (minor === undefined) return null;
  return {
    title: values.title.trim(),
    stage_id: values.stageId ?? 0,
    value_cents: minor,
    currency: values.currency.trim() || null,
    contact_id: values.contact?.id ?? null,
    company: values.company.trim() || null,
    expected_close_on: values.expected_close_on || null,
    assigned_user_id: values.assigned_user?.id ?? null,
    next_step: values.next_step.trim(),
    next_step_on: values.next_step_on || null,
  } as OpportunityIn;
}
